import type { ChatChange, FeedBatch, MessageRange } from './feed.api.js';

/** Where an entry stands; `xid` is a transaction id of 64 bits, only to be handed back. */
export interface FeedPosition {
  readonly xid: string;
  readonly id: number;
}

/** What `read_feed` gives: `functions/feed.sql`. */
export interface FeedRow {
  readonly found: number;
  readonly done: number;
  readonly xid: string | null;
  readonly id: number | null;
  readonly since: Date | null;
  readonly chats: readonly string[] | null;
  readonly firsts: readonly number[] | null;
  readonly lasts: readonly number[] | null;
  readonly changes: readonly ChangePayload[] | null;
}

/** The form is described in `migrations/0004_messages.sql`. */
interface ChangePayload {
  readonly chat: string;
  readonly revision: number;
  readonly kind: string;
  readonly seq: number | null;
}

/** Entries that a follower does in one go. */
export interface FeedPage {
  /** How many they are. */
  readonly entries: number;
  /** The last of them. */
  readonly end: FeedPosition;
  readonly batch: FeedBatch;
}

/** What comes after a mark. */
export interface FeedAhead {
  /** The entries that were looked at; those that are not in the page wait for a running transaction, or for their turn. */
  readonly found: number;
  /** Null: nothing that can be done yet. */
  readonly page: FeedPage | null;
}

export function toAhead(row: FeedRow): FeedAhead {
  const { found, done, xid, id, since } = row;
  if (xid === null || id === null || since === null) return { found, page: null };
  const batch = { messages: rangesOf(row), changes: (row.changes ?? []).map(toChange), since };
  return { found, page: { entries: done, end: { xid, id }, batch } };
}

function rangesOf({ chats, firsts, lasts }: FeedRow): MessageRange[] {
  return (chats ?? []).map((chatId, index) => {
    const from = firsts?.[index];
    const to = lasts?.[index];
    if (from === undefined || to === undefined) throw new Error(`read_feed gave no messages of the chat ${chatId}`);
    return { chatId, from, to };
  });
}

function toChange({ chat, kind, seq, revision }: ChangePayload): ChatChange {
  return { chatId: chat, kind, seq, revision };
}
