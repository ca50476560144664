import type { FeedEntry, FeedItem } from './feed.api.js';

/** Where an entry stands; `xid` is a transaction id of 64 bits, only to be handed back. */
export interface FeedPosition {
  readonly xid: string;
  readonly id: number;
}

export interface FeedRow extends FeedPosition {
  readonly at: Date;
  /** Null: a batch of messages, of which each chat has an element in each of the lists. */
  readonly payload: { readonly chats: readonly ChatPayload[] } | null;
  readonly chat_ids: readonly string[] | null;
  readonly first_seqs: readonly number[] | null;
  readonly appended: readonly number[] | null;
  readonly revisions: readonly number[] | null;
  /** Older than every running transaction: nothing can still appear before it. */
  readonly settled: boolean;
}

/** The forms are described in `migrations/0004_messages.sql` and `0053_lean_feed.sql`. */
type ChatPayload =
  | { readonly chat: string; readonly revision: number; readonly from: number; readonly to: number }
  | { readonly chat: string; readonly revision: number; readonly kind: string; readonly seq: number | null };

export function toEntry(row: FeedRow): FeedEntry {
  const { id, at, payload } = row;
  return { id, at, items: payload === null ? batchItems(row) : payload.chats.map(toItem) };
}

function batchItems({ id, chat_ids, first_seqs, appended, revisions }: FeedRow): FeedItem[] {
  return (chat_ids ?? []).map((chatId, index) => {
    const from = first_seqs?.[index];
    const count = appended?.[index];
    const revision = revisions?.[index];
    if (from === undefined || count === undefined || revision === undefined)
      throw new Error(`entry ${id} is not whole`);
    return { kind: 'messages', chatId, from, to: from + count - 1, revision };
  });
}

function toItem(payload: ChatPayload): FeedItem {
  const { chat: chatId, revision } = payload;
  if ('kind' in payload) return { kind: 'change', chatId, change: payload.kind, seq: payload.seq, revision };
  return { kind: 'messages', chatId, from: payload.from, to: payload.to, revision };
}
