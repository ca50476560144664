import type { ChatSummary, Message } from '@stm-chat/protocol';
import type { OutboxItem } from '../outbox/outbox-state.js';
import { sameList, sameOr } from '../store.js';
import type { ConversationState } from './conversation-state.js';
import type { Follower } from './follower.js';
import type { History } from './history.js';
import type { ItemList } from './items.js';
import type { Timeline } from './timeline.js';

/** What a conversation's state is made of. */
export interface ConversationParts {
  readonly timeline: Timeline;
  readonly landed: readonly Message[];
  readonly outbox: readonly OutboxItem[];
  readonly summary: ChatSummary | undefined;
  readonly typing: readonly number[];
  readonly me: number | null;
  readonly follower: Pick<Follower, 'error' | 'live'>;
  readonly history: Pick<History, 'error' | 'loadingBefore' | 'loadingAfter'>;
}

/** The state as it is shown; `before` itself if nothing of it changed. */
export function viewConversation(
  before: ConversationState | undefined,
  list: ItemList,
  { timeline, landed, outbox, summary, typing, me, follower, history }: ConversationParts,
): ConversationState {
  const loaded = timeline.valid || timeline.messages.length > 0;
  return sameOr(before, {
    status: follower.error !== undefined ? 'failed' : loaded ? 'ready' : 'loading',
    ...(follower.error === undefined ? {} : { error: follower.error }),
    ...(summary === undefined ? {} : { summary }),
    items: sameList(before?.items, list.build(timeline, landed, outbox, summary, me)),
    hasBefore: timeline.hasBefore,
    hasAfter: loaded && !timeline.attached,
    loadingBefore: history.loadingBefore,
    loadingAfter: history.loadingAfter,
    ...(history.error === undefined ? {} : { loadError: history.error }),
    typing: sameList(before?.typing, typing),
    live: follower.live,
  });
}
