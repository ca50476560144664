import type { ConversationState, MessageItem } from '@stm-chat/client';
import type { ChatSummary } from '@stm-chat/protocol';
import { lastSeq } from './message-rows.js';
import { countsAsUnread } from './people.js';

/**
 * Where the "new messages" line stands: before the first message of others after this `seq`, or nowhere (null). It is
 * drawn when a chat is opened or the reader looks away, and stays put while the chat is read.
 */
export type Divider = number | null;

/** On opening: below what was read, if anything above it counts as unread. */
export function dividerOnOpen(summary: ChatSummary | undefined): Divider {
  return summary !== undefined && summary.unread > 0 ? summary.read_seq : null;
}

/** When the window loses the reader: whatever comes from now on is new. */
export function dividerOnLookAway(items: readonly MessageItem[]): Divider {
  return lastSeq(items);
}

/** When the reader comes back: keeps the line if something arrived behind it, or may yet, after an outage. */
export function dividerOnReturn(
  divider: Divider,
  { items, live }: Pick<ConversationState, 'items' | 'live'>,
  meId: number | null,
): Divider {
  if (divider === null || !live) return divider;
  const arrived = items.some(
    (item) => item.kind === 'message' && item.message.seq > divider && countsAsUnread(item.message, meId),
  );
  return arrived ? divider : null;
}
