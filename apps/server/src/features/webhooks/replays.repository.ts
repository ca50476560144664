import type { Database } from '../../database/database.js';
import { addSendJob } from './told-events.repository.js';

/** Events of one call that replays a time. */
const REPLAYED_AT_ONCE = 1000;

// Also for events that an endpoint was not told of, because it was made later or switched off.
const REPLAY = (chosen: string) => `
  with chosen as (${chosen}), again as (
    insert into webhook_deliveries as d (event_id, endpoint_id, began_at, due_at)
    select c.id, $1::uuid, $2::timestamptz, $2::timestamptz from chosen c
    on conflict (event_id, endpoint_id) do update set state = 0, attempts = 0, began_at = excluded.began_at,
      due_at = excluded.due_at, status = null, reason = null, tried_at = null, took_ms = null
    returning event_id
  ), called as materialized (
    select ${addSendJob('e.id', 'clock_timestamp()')} from webhook_endpoints e
    where e.id = $1::uuid and exists (select from again)
  ), noted as (
    insert into audit (actor, action, target, details)
    select $3::int, 'replay_webhooks', 'webhook:' || $1::uuid, jsonb_build_object('events', count(*)) from again having count(*) > 0
  )
  select (select count(*) from again)::int as replayed, (select count(*) from called)::int as called,
    (select max(c.kept_at) from chosen c) as last, (select count(*) from chosen)::int as chosen`;

const ONE = REPLAY('select v.id, v.kept_at from webhook_events v where v.id = $4::uuid');

/** Delivers one event again, under its id. @returns false when it is not kept (any more) */
export async function replayEvent(
  database: Database,
  endpointId: string,
  eventId: string,
  actorId: number,
  now: number,
): Promise<boolean> {
  const [row] = await database.pooled.query<ReplayRow>(ONE, [endpointId, new Date(now), actorId, eventId]);
  return (row?.replayed ?? 0) > 0;
}

interface ReplayRow {
  readonly replayed: number;
  readonly chosen: number;
  readonly last: Date | null;
}

const RANGE = REPLAY(`
  select v.id, v.kept_at from webhook_events v
  join webhook_endpoints e on e.id = $1::uuid and v.type = any (e.types)
  where v.kept_at >= $4::timestamptz and v.kept_at < $5::timestamptz and ($6::boolean or not exists (
    select from webhook_deliveries d where d.event_id = v.id and d.endpoint_id = e.id and d.state < 2))
  order by v.kept_at, v.id limit $7::int`);

export interface ReplayedRange {
  readonly replayed: number;
  /** From when on there may be more; null: there is no more. */
  readonly nextFrom: Date | null;
}

/**
 * Delivers again what was written down in a time and is of the endpoint's types: what was not delivered (failed, or never
 * sent there), or all of it.
 */
export async function replayRange(
  database: Database,
  endpointId: string,
  range: { readonly from: Date; readonly to: Date; readonly delivered: boolean },
  actorId: number,
  now: number,
): Promise<ReplayedRange> {
  const values = [endpointId, new Date(now), actorId, range.from, range.to, range.delivered, REPLAYED_AT_ONCE];
  const [row] = await database.pooled.query<ReplayRow>(RANGE, values);
  const whole = (row?.chosen ?? 0) === REPLAYED_AT_ONCE;
  return { replayed: row?.replayed ?? 0, nextFrom: whole ? (row?.last ?? null) : null };
}

const TEST = `
  with found as (
    insert into webhook_events (id, type, at, data) values ($2::uuid, 'webhook.test', $3::timestamptz, '{}') returning id
  ), sent as (
    insert into webhook_deliveries (event_id, endpoint_id, began_at, due_at) select f.id, $1::uuid, $3::timestamptz, $3::timestamptz from found f
    returning endpoint_id
  ), noted as (
    insert into audit (actor, action, target) select $4::int, 'test_webhook', 'webhook:' || s.endpoint_id from sent s
  )
  select ${addSendJob('s.endpoint_id', 'clock_timestamp()')} from sent s`;

/** Sends an event that says nothing, to this endpoint alone, and at once: also while the endpoint fails. */
export async function sendTest(
  database: Database,
  endpointId: string,
  eventId: string,
  actorId: number,
  now: number,
): Promise<void> {
  await database.pooled.query('update webhook_endpoints set retry_at = null where id = $1::uuid', [endpointId]);
  await database.pooled.query(TEST, [endpointId, eventId, new Date(now), actorId]);
}
