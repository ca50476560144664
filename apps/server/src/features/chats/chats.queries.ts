import type { ChatStatus } from '@stm-chat/protocol';
import { statusCode } from '../../database/codes.js';
import type { Database } from '../../database/database.js';
import type { MemberView, NewChat } from './chats.api.js';
import { type ChatListingRow, type ChatRow, type MemberViewRow, toMemberView, toReaderView } from './chats.mapper.js';

// The seats are the membership, and they are in the chat's own row: one look-up by key.
const MEMBER = `
  select c.id, $1::int as user_id, c.status, c.last_seq, c.revision, c.customer_id, c.provider_id, c.lsm_id,
         case $1::int when c.customer_id then 1 when c.provider_id then 2 else 3 end as role,
         c.blocked <> 0 and c.status <> 1 and $1::int in (c.customer_id, c.provider_id) as is_blocked
  from chats c
  where c.id = $2::uuid and $1::int in (c.customer_id, c.provider_id, c.lsm_id)`;

/** The chat, if this user has a seat in it. */
export async function findMember(database: Database, userId: number, chatId: string): Promise<MemberView | undefined> {
  const [row] = await database.realtime.prepared<MemberViewRow>('chats_member', MEMBER, [userId, chatId]);
  return row === undefined ? undefined : toMemberView(row);
}

// What is left of a seat that ended: the chat as it was then.
const READER = `
  select c.id, $1::int as user_id, c.status, false as is_blocked, r.role, r.upto_seq, r.upto_revision, c.customer_id, c.provider_id, c.lsm_id
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

/** Which chats an administrator is shown. */
export interface ChatChoice {
  /** A chat's or a job's id, a member's number, or part of the subject; null: all. */
  readonly words: string | null;
  readonly status: ChatStatus | null;
  /** The last chat of the page before. */
  readonly before: string | null;
  readonly limit: number;
}

const ALL = `
  select c.*,
         (select json_agg(json_build_object('user_id', m.user_id, 'role', m.role, 'name', u.name) order by m.role)
            from chat_members m join users u on u.id = m.user_id
            where m.chat_id = c.id and m.left_at is null) as people
  from chats c
  where c.parent_id is null
    and ($1::smallint is null or c.status = $1)
    and ($2::text is null or c.id::text = lower($2) or c.job_id = $2 or c.subject ilike $3
         or $2 in (c.customer_id::text, c.provider_id::text, c.lsm_id::text))
    and ($4::uuid is null or c.id < $4)
  order by c.id desc
  limit $5`;

/** A page of chats, newest first. Reads them all where words are given: for administrators, who ask seldom. */
export function listChats(database: Database, { words, status, before, limit }: ChatChoice): Promise<ChatListingRow[]> {
  const like = words === null ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const values = [status === null ? null : statusCode[status], words, like, before, limit];
  return database.pooled.query<ChatListingRow>(ALL, values);
}
