import type { DisputeAccess, DisputeEvent, DisputeStatus, Job, Lane, Offer } from '@stm-chat/protocol';
import { disputeStatusCode } from '../../database/codes.js';
import type { Database } from '../../database/database.js';
import type { Standing } from './disputes.policy.js';

/** A dispute as it is stored, with what one viewer is to it. */
export interface DisputeRow {
  readonly id: string;
  readonly chat_id: string;
  readonly status: number;
  readonly version: number;
  readonly region: string | null;
  readonly reason: string;
  readonly details: string | null;
  readonly wished_outcome: string | null;
  readonly evidence: readonly number[];
  readonly opened_by: number;
  readonly opened_role: number;
  readonly lsm_id: number | null;
  readonly outcome: string | null;
  readonly note: string | null;
  readonly resolution: number | null;
  readonly opened_at: Date;
  readonly assigned_at: Date | null;
  readonly answered_at: Date | null;
  readonly answer_by: Date | null;
  readonly settle_by: Date | null;
  readonly told: number;
  readonly resolved_at: Date | null;
  readonly closed_at: Date | null;
  readonly viewer_id: number;
  readonly standing: Standing;
  readonly job: Job | null;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  /** Who has the LSM's seat of the chat. */
  readonly seat_id: number | null;
  readonly offer: Offer | null;
  readonly lanes: readonly { readonly lane: Lane; readonly chatId: string }[] | null;
}

// `w (dispute_id, viewer_id)` are who sees what; $1 is the time.
const VIEW = `
  select d.*, w.viewer_id, s.standing, c.job, c.customer_id, c.provider_id, c.lsm_id as seat_id,
    (select m.extra -> 'offer' from messages m where m.chat_id = d.chat_id and m.seq = d.offer_seq) as offer,
    (select json_agg(json_build_object('lane', l.lane, 'chatId', l.chat_id) order by l.lane, l.current desc, l.chat_id)
      from dispute_lanes l cross join lateral reading_of(l.chat_id, w.viewer_id, $1::timestamptz) r
      where l.dispute_id = d.id) as lanes
  from wanted w
  join disputes d on d.id = w.dispute_id
  join chats c on c.id = d.chat_id
  cross join lateral (select dispute_standing(d, c, w.viewer_id, $1::timestamptz) as standing) s`;

const OF_VIEWERS = `
  with wanted as (select $2::uuid as dispute_id, v.id as viewer_id from unnest($3::int[]) as v (id))
  ${VIEW}`;

/** A dispute as each of these users sees it; whoever it does not exist for has a standing of null. */
export function readDispute(
  database: Database,
  disputeId: string,
  viewerIds: readonly number[],
  now: number,
): Promise<DisputeRow[]> {
  return database.realtime.query<DisputeRow>(OF_VIEWERS, [new Date(now), disputeId, viewerIds]);
}

/** The place of a dispute in a list: what is most urgent first, then what ended last. */
export interface ListPlace {
  readonly rank: number;
  readonly id: string;
}

// A number that sorts: running ones by their next deadline, ended ones behind all of them, the latest first.
const RANK = `case when d.status < 2
    then floor(extract(epoch from least(coalesce(d.answer_by, d.settle_by), d.settle_by)) * 1000)
    else 9e15 - floor(extract(epoch from d.closed_at) * 1000) end`;

// What somebody may see: of chats with a seat or a bounded reading, the queue of an LSM, for an admin everything. The
// standing decides at the end, as it does for a single one.
const LIST = `
  with me as (
    select u.id, u.role, u.region from users u where u.id = $2 and u.disabled_at is null and u.erased_at is null
  ), near as (
    select d.id from chat_members m join disputes d on d.chat_id = m.chat_id
      where m.user_id = $2 and (m.left_at is null or m.reads_until > $1::timestamptz)
    union
    select d.id from me join disputes d on d.status = 0 and (d.region is null or lower(d.region) = lower(me.region))
      where me.role = 'lsm'
    union
    select d.id from me join disputes d on true where me.role = 'admin'
  ), wanted as (
    select d.id as dispute_id, $2::int as viewer_id, r.rank
    from near n join disputes d on d.id = n.id join chats c on c.id = d.chat_id
    cross join lateral (select ${RANK} as rank, dispute_standing(d, c, $2, $1::timestamptz) as standing) r
    where (r.standing <> 'region' or d.status = 0)
      and ($4::int is null or d.status = $4) and ($5::uuid is null or d.chat_id = $5)
      and ($6::float8 is null or (r.rank, d.id) > ($6, $7::uuid))
    order by r.rank, d.id
    limit $3
  )
  select v.*, w.rank::float8 as rank from (${VIEW}) v join wanted w on w.dispute_id = v.id order by w.rank, v.id`;

/** A page of what a user may see. */
export function listDisputes(
  database: Database,
  viewerId: number,
  {
    status,
    chatId,
    limit,
    after,
  }: {
    readonly status: DisputeStatus | undefined;
    readonly chatId: string | undefined;
    readonly limit: number;
    readonly after: ListPlace | null;
  },
  now: number,
): Promise<(DisputeRow & ListPlace)[]> {
  return database.pooled.query<DisputeRow & ListPlace>(LIST, [
    new Date(now),
    viewerId,
    limit,
    status === undefined ? null : disputeStatusCode[status],
    chatId ?? null,
    after?.rank ?? null,
    after?.id ?? null,
  ]);
}

const RUNNING_ON = `select d.id from disputes d where d.chat_id = $1 and d.status = 1 and d.lsm_id = $2`;

/** The assigned dispute of this chat and LSM. */
export async function findAssigned(database: Database, chatId: string, lsmId: number): Promise<string | undefined> {
  const [row] = await database.realtime.query<{ id: string }>(RUNNING_ON, [chatId, lsmId]);
  return row?.id;
}

/** The dispute that runs on this chat. */
export async function findRunning(database: Database, chatId: string): Promise<string | undefined> {
  const [row] = await database.realtime.query<{ id: string }>(
    'select d.id from disputes d where d.chat_id = $1 and d.status < 2',
    [chatId],
  );
  return row?.id;
}

/** The disputes that an LSM has now. */
export async function casesOf(database: Database, lsmId: number): Promise<string[]> {
  const rows = await database.realtime.query<{ id: string }>(
    'select d.id from disputes d where d.lsm_id = $1 and d.status = 1',
    [lsmId],
  );
  return rows.map(({ id }) => id);
}

const CAN_KEEP = `
  select can_have_dispute(d, c, d.lsm_id) as can from disputes d join chats c on c.id = d.chat_id where d.id = $1`;

/** Whether the LSM who has a case could still take it: is enabled, and an LSM of its region. */
export async function lsmCanKeep(database: Database, disputeId: string): Promise<boolean> {
  const [row] = await database.realtime.query<{ can: boolean }>(CAN_KEEP, [disputeId]);
  return row?.can === true;
}

/** The lanes of a chat's disputes. */
export async function lanesUnder(database: Database, chatId: string): Promise<string[]> {
  const rows = await database.realtime.query<{ id: string }>('select id from chats where parent_id = $1', [chatId]);
  return rows.map(({ id }) => id);
}

const LAST_WORD = `
  select max(m.created_at) as at
  from disputes d cross join lateral jsonb_each_text(coalesce(d.heard_from, '{}')) h
  join messages m on m.chat_id = h.key::uuid and m.seq > h.value::bigint and m.sender_type = 3 and m.sender_id = d.lsm_id
  where d.id = $1`;

/** When the LSM who has the case last wrote to a party, since it has it. */
export async function lastWordOf(database: Database, disputeId: string): Promise<number | null> {
  const [row] = await database.realtime.query<{ at: Date | null }>(LAST_WORD, [disputeId]);
  return row?.at?.getTime() ?? null;
}

const QUEUE_OF = `
  select u.id, u.name,
    (select count(*) from disputes o where o.lsm_id = u.id and o.status = 1)::int as cases
  from disputes d join chats c on c.id = d.chat_id join users u on u.role = 'lsm' and can_have_dispute(d, c, u.id)
  where d.id = $1 order by u.name, u.id limit 500`;

/** The LSMs who can have this dispute. */
export function lsmsOf(database: Database, disputeId: string): Promise<{ id: number; name: string; cases: number }[]> {
  return database.realtime.query(QUEUE_OF, [disputeId]);
}

export interface AccessRow {
  readonly lsm_id: number;
  readonly name: string;
  readonly began: DisputeAccess['began'];
  readonly began_at: Date;
  readonly ended: DisputeAccess['ended'];
  readonly ended_at: Date | null;
  readonly reads_until: Date | null;
  readonly note: string | null;
}

const ACCESS = `
  select a.lsm_id, u.name, a.began, a.began_at, a.ended, a.ended_at, a.note,
    case when a.ended in ('resolved', 'withdrawn') then
      (select m.reads_until from chat_members m
        where m.user_id = a.lsm_id and m.chat_id = d.chat_id and m.upto_seq = d.closed_seq) end as reads_until
  from dispute_assignments a join disputes d on d.id = a.dispute_id join users u on u.id = a.lsm_id
  where a.dispute_id = $1 order by a.began_at, a.id`;

export function accessOf(database: Database, disputeId: string): Promise<AccessRow[]> {
  return database.pooled.query<AccessRow>(ACCESS, [disputeId]);
}

export interface ReadRow {
  readonly user_id: number;
  readonly chat_id: string;
  readonly lane: Lane | null;
  readonly hour: Date;
  readonly from_seq: number;
  readonly to_seq: number;
}

// Of the lanes, what the viewer is in: what was read of others' lanes is others' business.
const READS = `
  select r.user_id, r.chat_id, l.lane, r.hour, r.from_seq, r.to_seq
  from disputes d
  join lateral (
    select d.chat_id, null as lane
    union all
    select l.chat_id, l.lane from dispute_lanes l
      where l.dispute_id = d.id and exists (select from reading_of(l.chat_id, $2, $3::timestamptz))
  ) l on true
  join lsm_reads r on r.chat_id = l.chat_id
    and r.user_id in (select a.lsm_id from dispute_assignments a where a.dispute_id = d.id)
  where d.id = $1 order by r.hour, r.chat_id, r.user_id`;

export function readsOf(database: Database, disputeId: string, viewerId: number, now: number): Promise<ReadRow[]> {
  return database.pooled.query<ReadRow>(READS, [disputeId, viewerId, new Date(now)]);
}

export interface EventRow {
  readonly position: number;
  readonly event_id: string;
  readonly type: DisputeEvent['type'];
  readonly at: Date;
  readonly dispute_id: string;
  readonly facts: Omit<DisputeEvent, 'id' | 'event_id' | 'type' | 'at' | 'dispute_id' | 'status' | 'resolution'> & {
    readonly status: number;
    readonly resolution: number | null;
  };
}

const EVENTS = `select e.* from dispute_events e where e.position > $1 order by e.position limit $2`;

/** What happened after a position, in order. */
export function readEvents(database: Database, since: number, limit: number): Promise<EventRow[]> {
  return database.pooled.query<EventRow>(EVENTS, [since, limit]);
}

const EVENTS_OF = `select e.* from dispute_events e where e.dispute_id = $1 order by e.position`;

/** What happened to one dispute, in order. */
export function eventsOf(database: Database, disputeId: string): Promise<EventRow[]> {
  return database.pooled.query<EventRow>(EVENTS_OF, [disputeId]);
}

const QUEUE_WATCHERS = `
  select u.id from disputes d join chats c on c.id = d.chat_id join users u on u.role = 'lsm' and can_have_dispute(d, c, u.id)
  where d.id = $1`;

/** Those to whose queue a dispute belongs. */
export async function watchersOf(database: Database, disputeId: string): Promise<number[]> {
  const rows = await database.realtime.query<{ id: number }>(QUEUE_WATCHERS, [disputeId]);
  return rows.map(({ id }) => id);
}
