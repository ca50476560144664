import type { Database } from '../../database/database.js';
import { boundedMembers, MEMBERS, type MemberView } from '../chats/chats.api.js';
import { storedClientId } from './client-key.js';
import { type MessageRecord, type RecordRow, toRecord } from './message-record.js';
import type { PageRequest } from './messages.queries.js';
import type { SyncHead, SyncRow } from './sync.queries.js';
import { SYNC_CHANGES_MAX, SYNC_PAGE_MAX } from '@stm-chat/protocol';

/**
 * What a bounded reading gives (`MemberView.bound`): the chat as it was at that revision. Rare, and never on the way of
 * a member's reading; `migrations/functions/reading.sql` undoes what changed later.
 */
const PAGE = 'select m.* from messages_as_of($1::uuid, $2::bigint, $3::bigint, $4::bigint) m order by m.seq';

/** A page of history up to the bound, ascending. */
export async function readBoundedPage(
  database: Database,
  member: MemberView,
  { limit, before, after, around }: PageRequest,
): Promise<readonly MessageRecord[]> {
  const { lastSeq, revision } = member;
  const end =
    after !== undefined
      ? after + limit
      : around !== undefined
        ? Math.max(around + Math.floor((limit - 1) / 2), limit)
        : (before ?? lastSeq + 1) - 1;
  const high = Math.min(lastSeq, end);
  const low = after ?? high - limit;
  const rows = await database.pooled.query<RecordRow>(PAGE, [member.chatId, low, high, revision]);
  return rows.map(toRecord);
}

const AT = `
  select t.* from message_records r cross join lateral message_as_of(r, $3::bigint) t
  where r.chat_id = $1::uuid and r.seq = $2::bigint`;

/** One message as it was at the bound. */
export async function readBoundedAt(database: Database, member: MemberView): Promise<MessageRecord | undefined> {
  const [row] = await database.realtime.query<RecordRow>(AT, [member.chatId, member.lastSeq, member.revision]);
  return row === undefined ? undefined : toRecord(row);
}

const SOME = `
  select t.* from message_records r cross join lateral message_as_of(r, $3::bigint) t
  where r.chat_id = $1::uuid and r.seq = any ($2::bigint[]) order by r.seq`;

/** These messages as they were at a revision, ascending. */
export async function readBoundedSome(
  database: Database,
  chatId: string,
  seqs: readonly number[],
  revision: number,
): Promise<MessageRecord[]> {
  if (seqs.length === 0) return [];
  const rows = await database.pooled.query<RecordRow>(SOME, [chatId, [...seqs], revision]);
  return rows.map(toRecord);
}

const SENT = `
  select t.* from messages m join message_records r on r.chat_id = m.chat_id and r.seq = m.seq
  cross join lateral message_as_of(r, $4::bigint) t
  where m.chat_id = $1::uuid and m.sender_id = $2::int and m.client_key = $3::uuid`;

/** What a reader sent under this client id when it had its seat. */
export async function findSent(
  database: Database,
  { chatId, userId, revision }: MemberView,
  clientId: string,
): Promise<MessageRecord | undefined> {
  const [row] = await database.realtime.query<RecordRow>(SENT, [
    chatId,
    userId,
    storedClientId(clientId).key,
    revision,
  ]);
  return row === undefined ? undefined : toRecord(row);
}

// As SYNC (sync.queries.ts), of one chat and up to the bound. What changed after it counts as changed at it: those rows
// come last, and are served as they were.
const CHANGES = `
  with z as (
    select $2::bigint > $3::bigint or $3 - $2 > ${SYNC_CHANGES_MAX}
      or (select s.epoch::text <> $5::text from server_state s) is true as reset
  ), changed as (
    select m.*, row_number() over (order by m.revision, m.seq) as in_chat, count(*) over () as of_page
    from z
    cross join lateral (
      select t.* from changed_messages($1::uuid, $2, null, $4::bigint) r
      cross join lateral message_as_of(r, $3::bigint) t
      where not z.reset
      order by t.revision, t.seq limit ${SYNC_PAGE_MAX}
    ) m
    where m.revision > $2
  )
  select 1 as nth, m.*, case when coalesce(m.in_chat, 1) = 1 then json_build_object(
      'revision', $3::bigint, 'reset', z.reset, 'by_lsm', $6::boolean, 'room', ${SYNC_PAGE_MAX},
      'found', coalesce(m.of_page, 0), 'members', ${MEMBERS('$1::uuid')}) end as head
  from z left join changed m on true
  order by m.in_chat`;

/** What changed up to the bound since a revision, in the form of a sync's rows. */
export async function readBoundedChanges(
  database: Database,
  member: MemberView,
  since: number,
  epoch: string | undefined,
): Promise<SyncRow[]> {
  const { chatId, revision, lastSeq, role } = member;
  const values = [chatId, since, revision, lastSeq, epoch ?? null, role === 'lsm'];
  const rows = await database.realtime.query<SyncRow>(CHANGES, values);
  return rows.map((row) => ({ ...row, head: row.head === null ? null : boundedHead(row.head, lastSeq) }));
}

function boundedHead(head: SyncHead, lastSeq: number): SyncHead {
  return { ...head, members: head.members === null ? null : boundedMembers(head.members, lastSeq) };
}
