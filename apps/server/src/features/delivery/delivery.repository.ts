import type { DeliveryStep } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { ChannelName } from './delivery.api.js';

/**
 * One step on the way of a notification.
 * - `held`: not before `detail.at`, because of `detail.why` · `dropped`: it does not go this way, because of `detail.why`
 * - `no_target`: there is no device or address · `begun`: a try begins (`detail.upto`)
 * - `sent`, `later`, `gone`, `refused`: what came of it · `busy`: another try for the same messages is under way
 * - `withdrawn`: it was taken back, as it was read elsewhere · `shown`: what the device says that it did with it
 */
export type HopStep = DeliveryStep;

export interface Hop {
  readonly notificationId: string;
  readonly userId: number;
  readonly channel: ChannelName;
  readonly target: string | null;
  readonly step: HopStep;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface PlannedJob {
  readonly task: string;
  readonly payload: object;
  readonly key: string;
  /** Milliseconds from now, by whatever clock: the database counts them by its own. */
  readonly afterMs: number;
  readonly attempts: number;
}

export interface Plan {
  /** Rows of the queue that are decided about; nothing of the plan is done when others have taken one of these. */
  readonly queued: readonly number[];
  readonly hops: readonly Hop[];
  readonly jobs: readonly PlannedJob[];
}

const HOPS = `
  insert into delivery_hops (notification_id, user_id, channel, target, step, detail)
  select h."notificationId", h."userId", h.channel, h.target, h.step, h.detail
  from jsonb_to_recordset($1::jsonb)
    as h ("notificationId" uuid, "userId" int, channel text, target text, step text, detail jsonb)`;

// Of several planners one has the rows; the others find too few of them and do nothing.
const PLAN = `
  with locked as materialized (
    select id from delivery_queue where id = any($3::bigint[]) order by id for update skip locked
  ), won as materialized (
    select (select count(*) from locked) = cardinality($3::bigint[]) as all_of_them
  ), taken as (
    delete from delivery_queue q using locked l, won w where q.id = l.id and w.all_of_them
  ), hopped as (${HOPS} cross join won w where w.all_of_them
  ), added as materialized (
    select stm_chat_jobs.add_job(j.task, j.payload::json, run_at => now() + j."afterMs" * interval '1 ms', job_key => j.key, max_attempts => j.attempts)
    from jsonb_to_recordset($2::jsonb) as j (task text, payload jsonb, key text, "afterMs" float8, attempts int)
    cross join won w where w.all_of_them order by j.key
  )
  select w.all_of_them as won, (select count(*) from added) as jobs from won w`;

/** Writes what was decided, all of it or nothing. @returns false when another planner has taken some of the rows */
export async function writePlan(database: Database, { queued, hops, jobs }: Plan): Promise<boolean> {
  const [row] = await database.realtime.query<{ won: boolean }>(PLAN, [
    JSON.stringify(hops),
    JSON.stringify(jobs),
    queued,
  ]);
  return row?.won === true;
}

export type Claim =
  | { readonly outcome: 'claimed'; readonly upto: number; readonly again: boolean }
  | { readonly outcome: 'done' | 'nothing' | 'busy' };

export interface Place {
  readonly notificationId: string;
  readonly userId: number;
  readonly channel: ChannelName;
  readonly target: string;
}

/** Longer than any try takes. */
const LEASE = '2 minutes';

/** @returns who delivers: see `claim_delivery` in `migrations/functions/delivery.sql` */
export async function claim(
  database: Database,
  { notificationId, channel, target }: Place,
  job: number,
): Promise<Claim> {
  const [row] = await database.realtime.query<{ outcome: Claim['outcome']; upto: number; again: boolean }>(
    'select * from claim_delivery($1::uuid, $2, $3, $4::bigint, $5::interval)',
    [notificationId, channel, target, job, LEASE],
  );
  if (row === undefined) throw new Error('a claim has no answer');
  const { outcome, upto, again } = row;
  return outcome === 'claimed' ? { outcome, upto, again } : { outcome };
}

const FINISH = `
  with done as (
    update deliveries d set done_seq = greatest(d.done_seq, $5::bigint), done_at = clock_timestamp(), unsure = false, withdrawn_at = null
    where d.notification_id = $2 and d.channel = $3 and d.target = $4
  ) ${HOPS}`;

/** Writes down that the target has it, up to this message. */
export async function finish(database: Database, place: Place, upto: number, hop: Hop): Promise<void> {
  await database.realtime.query(FINISH, [
    JSON.stringify([hop]),
    place.notificationId,
    place.channel,
    place.target,
    upto,
  ]);
}

const RELEASE = `
  with released as (
    update deliveries d set claimed_seq = d.done_seq, unsure = d.unsure or $6
    where d.notification_id = $2 and d.channel = $3 and d.target = $4 and d.claimed_by = $5::bigint
  ) ${HOPS}`;

/** Gives a claim back: another try may begin. @param unsure it has perhaps arrived all the same */
export async function release(database: Database, place: Place, job: number, unsure: boolean, hop: Hop): Promise<void> {
  await database.realtime.query(RELEASE, [
    JSON.stringify([hop]),
    place.notificationId,
    place.channel,
    place.target,
    job,
    unsure,
  ]);
}

export async function writeHops(database: Database, hops: readonly Hop[]): Promise<void> {
  await database.realtime.query(HOPS, [JSON.stringify(hops)]);
}

const SHOWN = `
  insert into delivery_hops (notification_id, user_id, channel, target, step, detail)
  select d.notification_id, d.user_id, d.channel, d.target, 'shown', jsonb_build_object('why', $4::text)
  from deliveries d
  where d.notification_id = $1 and d.channel = $2 and d.target = $3 and (
    select count(*) from delivery_hops h
    where h.notification_id = d.notification_id and h.target = d.target and h.step = 'shown') < $5`;

/** Of what a target says about one notification, so much is kept. */
const SHOWN_MAX = 20;

/** Writes down what a target says that it did with a delivery; nothing when there was none. */
export async function noteShown(database: Database, place: Place, why: string): Promise<void> {
  const { notificationId, channel, target } = place;
  await database.realtime.query(SHOWN, [notificationId, channel, target, why, SHOWN_MAX]);
}

const SHOWN_NOW = `
  select d.chat_id, d.done_seq from deliveries d
  where d.notification_id = $1 and d.channel = $2 and d.target = $3 and d.done_seq > 0 and d.withdrawn_at is null`;

// What was delivered meanwhile stays.
const WITHDRAWN = `
  with gone as (
    update deliveries d set withdrawn_at = clock_timestamp()
    where d.notification_id = $2 and d.channel = $3 and d.target = $4 and d.done_seq = $5::bigint
  ) ${HOPS}`;

export interface Shown {
  readonly chat_id: string | null;
  readonly done_seq: number;
}

/** What is to be taken back there; undefined when it was, or when there is nothing. */
export async function findShown(
  database: Database,
  { notificationId, channel, target }: Place,
): Promise<Shown | undefined> {
  const [row] = await database.realtime.query<Shown>(SHOWN_NOW, [notificationId, channel, target]);
  return row;
}

/** Writes down that it was, up to this message. */
export async function noteWithdrawn(
  database: Database,
  { notificationId, channel, target }: Place,
  upto: number,
  hop: Hop,
): Promise<void> {
  await database.realtime.query(WITHDRAWN, [JSON.stringify([hop]), notificationId, channel, target, upto]);
}

const PRUNE = `
  with old as (delete from delivery_hops where at < $1 returning id),
  past as (delete from deliveries d where d.claimed_at < $1 and not exists (
    select from notifications n where n.id = d.notification_id and n.read_at is null) returning 1)
  select (select count(*) from old) + (select count(*) from past) as gone`;

/** Deletes what nobody asks for any more. */
export async function prune(database: Database, before: Date): Promise<void> {
  await database.realtime.query(PRUNE, [before]);
}
