import { LIST_PINNED_MAX } from '@stm-chat/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { ChatsTable } from '../../database/tables/chat-tables.js';
import { FORMER_MEMBERS, type FormerRow, MEMBERS, type MemberRow, type MemberView } from '../chats/chats.api.js';
import type { PageCursor } from './page-cursor.rules.js';

/** One chat of one of its members. */
export interface ChatOfUser {
  readonly chatId: string;
  readonly userId: number;
}

type ChatColumns = Omit<
  Selectable<ChatsTable>,
  'n_customer' | 'n_provider' | 'n_lsm' | 'findable' | 'closed_at' | 'created_by'
>;

export interface PrefsColumns {
  readonly muted_until: Date | null;
  readonly pinned: boolean;
  readonly archived: boolean;
  readonly marked_unread: boolean;
  readonly draft: string | null;
}

export interface SummaryRow extends ChatColumns, PrefsColumns {
  /** Whose view it is. */
  readonly user_id: number;
  readonly read_seq: number;
  readonly unread: number;
  readonly members: readonly MemberRow[];
  readonly former_members: readonly FormerRow[] | null;
  /** The latest of the chat, or the one that the lane is of. */
  readonly dispute_id: string | null;
  readonly dispute_status: number | null;
  /** 1: the customer has blocked the provider, 2: the other way round, 3: both. */
  readonly blocked: number;
}

export interface ActivityRow {
  readonly chat_id: string;
  readonly user_id: number;
  readonly lsm_id: number | null;
  readonly last_seq: number;
  readonly revision: number;
  readonly unread: number;
}

// Both read `wanted (chat_id, user_id)` and join the seat: whoever is no member gets no row. Nothing in them grows with
// the history: unread_of() is a subtraction.
const MINE = `
  join chat_members m on m.user_id = w.user_id and m.chat_id = w.chat_id and m.left_at is null
  join chats c on c.id = w.chat_id
  left join receipts r on r.chat_id = w.chat_id and r.user_id = w.user_id
  cross join lateral unread_of(c, m, coalesce(r.read_seq, 0)) u`;

const SUMMARY = `
  w.user_id, c.id, c.job_id, c.job, c.subject, c.status, c.customer_id, c.provider_id, c.lsm_id, c.last_seq, c.revision,
  c.last_activity_at, c.parent_id, c.lane, c.created_at, c.blocked, coalesce(r.read_seq, 0) as read_seq, u.unread,
  f.muted_until, coalesce(f.pinned, false) as pinned, coalesce(f.archived, false) as archived,
  coalesce(f.marked_unread, false) as marked_unread, f.draft,
  e.dispute_id, e.dispute_status, ${MEMBERS('c.id')} as members, ${FORMER_MEMBERS('c.id')} as former_members`;

const DISPUTE = `
  left join lateral (
    (select d.id as dispute_id, d.status as dispute_status from disputes d
      where c.lane is null and d.chat_id = c.id order by d.opened_at desc, d.id desc limit 1)
    union all
    (select d.id, d.status from dispute_lanes l join disputes d on d.id = l.dispute_id
      where c.lane is not null and l.chat_id = c.id)
  ) e on true`;

const PREFS = 'left join chat_prefs f on f.user_id = w.user_id and f.chat_id = w.chat_id';

const SUMMARIES = `
  select ${SUMMARY} from unnest($1::uuid[], $2::int[]) as w (chat_id, user_id) ${MINE} ${PREFS} ${DISPUTE}`;

const ACTIVITIES = `
  select w.chat_id, w.user_id, c.lsm_id, c.last_seq, c.revision, u.unread
  from unnest($1::uuid[], $2::int[]) as w (chat_id, user_id) ${MINE}`;

/** These chats as these members see them, in no order; no row for who is no member. */
export function readSummaries(database: Database, wanted: readonly ChatOfUser[]): Promise<SummaryRow[]> {
  return database.realtime.prepared<SummaryRow>('inbox_summaries', SUMMARIES, columns(wanted));
}

/** What of a summary a message changes; as `readSummaries`. */
export function readActivities(database: Database, wanted: readonly ChatOfUser[]): Promise<ActivityRow[]> {
  return database.realtime.prepared<ActivityRow>('inbox_activities', ACTIVITIES, columns(wanted));
}

// As it was at the bound ($3 seq, $4 revision): nobody has read or written since, and nothing of it is unread.
const BOUNDED = `
  select $2::int as user_id, c.id, c.job_id, c.job, c.subject, c.status, c.customer_id, c.provider_id, c.lsm_id,
    $3::bigint as last_seq, $4::bigint as revision, coalesce(x.created_at, c.created_at) as last_activity_at, c.parent_id, c.lane, c.created_at, 0 as blocked,
    $3::bigint as read_seq, 0 as unread, null as muted_until, false as pinned, false as archived, false as marked_unread,
    null as draft, d.id as dispute_id, d.status as dispute_status, coalesce(${MEMBERS('c.id')}, '[]') as members,
    ${FORMER_MEMBERS('c.id', "coalesce(x.created_at, 'infinity')")} as former_members
  from chats c
  left join messages x on x.chat_id = c.id and x.seq = $3
  left join lateral (
    (select d.id, d.status from disputes d
      where c.lane is null and d.chat_id = c.id and d.closed_seq <= $3 order by d.opened_at desc, d.id desc limit 1)
    union all
    (select d.id, d.status from dispute_lanes l join disputes d on d.id = l.dispute_id
      where c.lane is not null and l.chat_id = c.id)
  ) d on true
  where c.id = $1::uuid`;

/** The chat as somebody sees it who reads up to a bound. */
export async function readBoundedSummary(
  database: Database,
  { chatId, userId, lastSeq, revision }: MemberView,
): Promise<SummaryRow | undefined> {
  const [row] = await database.realtime.query<SummaryRow>(BOUNDED, [chatId, userId, lastSeq, revision]);
  return row;
}

const columns = (wanted: readonly ChatOfUser[]) => [
  wanted.map(({ chatId }) => chatId),
  wanted.map(({ userId }) => userId),
];

// When a chat's last activity was as of $3: the time of its last message until then, looked for among its last 200
// (with more since the first page it is left out, and stands at the top of the list by far). Null $3: as of now.
const LAST_ACTIVITY = `
  select case
    when $3::timestamptz is null or c.last_activity_at <= $3 then c.last_activity_at
    else coalesce(
      (select x.created_at from messages x
        where x.chat_id = c.id and x.seq > c.last_seq - 200 and x.created_at <= $3 order by x.seq desc limit 1),
      case when c.last_seq <= 200 then c.created_at end)
    end as at`;

const LISTED = `
    select c.id as chat_id, $1::int as user_id, a.at
    from chat_members m
    join chats c on c.id = m.chat_id
    cross join lateral (${LAST_ACTIVITY}) a
    where m.user_id = $1 and m.left_at is null and c.parent_id is null
      and ($3::timestamptz is null or (c.created_at <= $3 and (a.at, c.id) < ($4::timestamptz, $5::uuid)))`;

// What is unread further down is counted in the same statement, so that page and number are of one moment; and only where
// there is something further down.
const PAGE = `
  with wanted as materialized (
    ${LISTED}
    order by a.at desc, c.id desc
    limit $2::int
  ), below as materialized (
    select case when (select count(*) from wanted) < $2::int then 0 else (
      select coalesce(sum(u.unread), 0) from (${LISTED}) w ${MINE}
      where not exists (select 1 from wanted x where x.chat_id = w.chat_id)
    ) end::int as unread
  )
  select ${SUMMARY}, w.at, greatest(now(), max(w.at) over ()) as read_at, (select unread from below) as unread_below
  from wanted w ${MINE} ${PREFS} ${DISPUTE}
  order by w.at desc, c.id desc`;

// The keys of a user's preferences are few: who has many chats has pinned, muted or drafted in some.
const PINNED = `
  select c.id as "chatId", $1::int as "userId"
  from chat_prefs f
  join chat_members m on m.chat_id = f.chat_id and m.user_id = f.user_id and m.left_at is null
  join chats c on c.id = f.chat_id
  where f.user_id = $1::int and f.pinned and c.parent_id is null and f.chat_id <> all ($2::uuid[])
  order by c.last_activity_at desc, c.id desc
  limit ${LIST_PINNED_MAX}`;

/** A user's pinned chats but these, newest activity first. */
export function findPinned(database: Database, userId: number, except: readonly string[]): Promise<ChatOfUser[]> {
  return database.pooled.query<ChatOfUser>(PINNED, [userId, except]);
}

export interface PageRow extends SummaryRow {
  /** The place in the list. */
  readonly at: Date;
  /** When this was read. */
  readonly read_at: Date;
  /** Unread messages in the chats after all of these; the same in every row. */
  readonly unread_below: number;
}

/** A page of a user's chats, newest activity first, without the lanes of disputes. */
export function readPage(
  database: Database,
  userId: number,
  limit: number,
  after: PageCursor | null,
): Promise<PageRow[]> {
  const values = [userId, limit, after?.asOf ?? null, after?.at ?? null, after?.chatId ?? null];
  return database.pooled.query<PageRow>(PAGE, values);
}
