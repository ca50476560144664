import type { FeedEntry, FeedItem } from './feed.api.js';

/** Where an entry stands; `xid` is a transaction id of 64 bits, only to be handed back. */
export interface FeedPosition {
  readonly xid: string;
  readonly id: number;
}

export interface FeedRow extends FeedPosition {
  readonly at: Date;
  readonly payload: { readonly chats: readonly ChatPayload[] };
  /** Older than every running transaction: nothing can still appear before it. */
  readonly settled: boolean;
}

/** The forms are described in `migrations/0004_messages.sql`. */
type ChatPayload =
  | { readonly chat: string; readonly revision: number; readonly from: number; readonly to: number }
  | { readonly chat: string; readonly revision: number; readonly kind: string; readonly seq: number | null };

export function toEntry({ id, at, payload }: FeedRow): FeedEntry {
  return { id, at, items: payload.chats.map(toItem) };
}

function toItem(payload: ChatPayload): FeedItem {
  const { chat: chatId, revision } = payload;
  if ('kind' in payload) return { kind: 'change', chatId, change: payload.kind, seq: payload.seq, revision };
  return { kind: 'messages', chatId, from: payload.from, to: payload.to, revision };
}
