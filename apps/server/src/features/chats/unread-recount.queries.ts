import type { Database } from '../../database/database.js';

/** A member who was shown another number than there is. */
export interface Drift {
  readonly chatId: string;
  readonly userId: number;
  readonly shown: number;
  readonly counted: number;
}

// Some pages of `chats`, wherever they are: about as many chats as were asked for, and all when there are no more.
const DRIFT = `
  select c.id as "chatId", m.user_id as "userId", u.unread::int as shown, x.counted::int
  from (
    select * from chats tablesample system (
      (select least(100, 100.0 * $1::int / greatest(reltuples, 1)) from pg_class where oid = 'chats'::regclass)) limit $1::int
  ) c
  join chat_members m on m.chat_id = c.id and m.left_at is null
  left join receipts r on r.chat_id = m.chat_id and r.user_id = m.user_id
  cross join lateral unread_of(c, m, coalesce(r.read_seq, 0)) u
  cross join lateral (
    select count(*) as counted from messages t
    where t.chat_id = m.chat_id and t.seq > coalesce(r.read_seq, 0) and t.sender_id not in (0, m.user_id)
      and t.deleted_at is null
  ) x
  where u.unread <> x.counted`;

/** @param chats how many are looked at, about */
export function readDrift(database: Database, chats: number): Promise<Drift[]> {
  return database.realtime.query<Drift>(DRIFT, [chats]);
}

/** From now on what is unread in these chats is counted row by row: see unread_of() in `migrations/functions/unread.sql`. */
export async function countAgain(database: Database, chatIds: readonly string[]): Promise<void> {
  await database.realtime.query(
    `update chat_members m set solo = false
     from (select id from chats where id = any($1::uuid[]) order by id for no key update) c where m.chat_id = c.id`,
    [chatIds],
  );
}
