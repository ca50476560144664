import type { Database } from '../../database/database.js';
import type { MemberView, NewChat } from './chats.api.js';
import { type ChatRow, type MemberViewRow, toMemberView, toReaderView } from './chats.mapper.js';

// The seats are the membership, and they are in the chat's own row: one look-up by key.
const MEMBER = `
  select c.id, $1::int as user_id, c.status, c.last_seq, c.revision, c.customer_id, c.provider_id, c.lsm_id,
         case $1::int when c.customer_id then 1 when c.provider_id then 2 else 3 end as role
  from chats c
  where c.id = $2::uuid and $1::int in (c.customer_id, c.provider_id, c.lsm_id)`;

/** The chat, if this user has a seat in it. */
export async function findMember(database: Database, userId: number, chatId: string): Promise<MemberView | undefined> {
  const [row] = await database.realtime.prepared<MemberViewRow>('chats_member', MEMBER, [userId, chatId]);
  return row === undefined ? undefined : toMemberView(row);
}

// What is left of a seat that ended: the chat as it was then.
const READER = `
  select c.id, $1::int as user_id, c.status, r.role, r.upto_seq, r.upto_revision, c.customer_id, c.provider_id, c.lsm_id
  from reading_of($2::uuid, $1::int, $3::timestamptz) r join chats c on c.id = r.chat_id
  where r.upto_seq is not null`;

/** The chat, if this user had a seat in it and still reads what was there then. @param now milliseconds */
export async function findReader(
  database: Database,
  userId: number,
  chatId: string,
  now: number,
): Promise<MemberView | undefined> {
  const values = [userId, chatId, new Date(now)];
  const [row] = await database.realtime.query<MemberViewRow & { upto_seq: number; upto_revision: number }>(
    READER,
    values,
  );
  return row === undefined ? undefined : toReaderView(row, { seq: row.upto_seq, revision: row.upto_revision });
}

const OF_PAIR = `
  select c.* from chats c
  where c.job_id = $1 and c.customer_id = $2::int and c.provider_id = $3::int and c.parent_id is null and c.findable`;

/** The chat of this job and pair, as long as both are in it. */
export async function findChatOfPair(database: Database, chat: NewChat): Promise<ChatRow | undefined> {
  const values = [chat.jobId, chat.customerId, chat.providerId];
  const [row] = await database.pooled.query<ChatRow>(OF_PAIR, values);
  return row;
}
