import type { Database } from '../../database/database.js';
import type { MessageKey } from './messages.api.js';
import { type MessageRecord, type RecordRow, toRecord } from './message-record.js';
import { readBack } from './append.repository.js';

/** These messages as they are now; those that do not exist are left out. */
export function readAt(database: Database, keys: readonly MessageKey[]): Promise<MessageRecord[]> {
  return keys.length === 0 ? Promise.resolve([]) : readBack(database.realtime, keys);
}

/** A page of a chat's history; at most one of the three is set, none means the latest. Each is a `seq`. */
export interface PageRequest {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly around?: number | undefined;
}

export interface HistoryPage {
  /** Ascending, without gaps. */
  readonly messages: readonly MessageRecord[];
  readonly lastSeq: number;
  readonly revision: number;
  /** Whether the reader has the LSM's seat. */
  readonly byLsm: boolean;
}

// `seq` has no gaps, so every page is a range of the key that arithmetic on `last_seq` gives: what a page costs does not
// depend on the length of the history. The chat, through the user's own seat, and the page are one snapshot.
const PAGE = `
  select c.last_seq as chat_seq, c.revision as chat_revision, coalesce(c.lsm_id = $2::int, false) as by_lsm, m.*
  from chats c
  cross join lateral (select least(c.last_seq, case
    when $5::bigint is not null then $5 + $3::bigint
    when $6::bigint is not null then greatest($6 + ($3::bigint - 1) / 2, $3)
    else coalesce($4::bigint - 1, c.last_seq) end) as high) h
  left join lateral (
    select r.* from message_records r
    where r.chat_id = c.id and r.seq <= h.high and r.seq > coalesce($5, h.high - $3::bigint)
    order by r.seq
  ) m on true
  where c.id = $1::uuid and $2::int in (c.customer_id, c.provider_id, c.lsm_id)
  order by m.seq`;

interface PageRow extends RecordRow {
  readonly chat_seq: number;
  readonly chat_revision: number;
  readonly by_lsm: boolean;
}

/** Undefined for somebody who has no seat. */
export async function readPage(
  database: Database,
  userId: number,
  chatId: string,
  { limit, before, after, around }: PageRequest,
): Promise<HistoryPage | undefined> {
  const values = [chatId, userId, limit, before ?? null, after ?? null, around ?? null];
  const rows = await database.pooled.query<PageRow>(PAGE, values);
  const [chat] = rows;
  if (chat === undefined) return undefined;
  // A page without messages is one row of nulls: the chat alone.
  const messages = rows.filter(({ seq }) => seq !== null).map(toRecord);
  return { messages, lastSeq: chat.chat_seq, revision: chat.chat_revision, byLsm: chat.by_lsm };
}
