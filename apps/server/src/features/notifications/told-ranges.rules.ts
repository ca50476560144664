import type { FeedEntry } from '../feed/feed.api.js';

/** Messages of one chat that followers are given together. */
export interface MessageRange {
  readonly chatId: string;
  readonly from: number;
  readonly to: number;
}

export interface ChangedMessage {
  readonly chatId: string;
  readonly seq: number;
}

/** The kinds of change that let a notification say something else. */
const RETOLD = new Set(['edit', 'delete']);

/**
 * What entries of the feed are to notifications: per chat the messages from the first to the last, and the messages that
 * were edited or deleted, each once.
 */
export function toldIn(entries: readonly FeedEntry[]): {
  readonly ranges: readonly MessageRange[];
  readonly changed: readonly ChangedMessage[];
} {
  const ranges = new Map<string, MessageRange>();
  const changed = new Map<string, ChangedMessage>();
  for (const item of entries.flatMap(({ items }) => items)) {
    const { chatId } = item;
    if (item.kind === 'messages') {
      const { from = item.from, to = item.to } = ranges.get(chatId) ?? {};
      ranges.set(chatId, { chatId, from: Math.min(from, item.from), to: Math.max(to, item.to) });
    } else if (item.seq !== null && RETOLD.has(item.change)) {
      changed.set(`${chatId} ${item.seq}`, { chatId, seq: item.seq });
    }
  }
  return { ranges: [...ranges.values()], changed: [...changed.values()] };
}
