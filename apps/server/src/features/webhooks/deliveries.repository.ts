import type { WebhookReason } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import { addSendJob, laterBy } from './told-events.repository.js';
import { TRIED_FOR_MS } from './retries.rules.js';

export interface Attempt {
  readonly state: 0 | 1 | 2;
  /** Milliseconds. When it is due again, if it waits. */
  readonly dueAt: number;
  readonly status: number | null;
  readonly reason: WebhookReason | null;
  readonly tookMs: number;
}

const RECORD = `
  update webhook_deliveries set state = $3::smallint, due_at = $4::timestamptz, status = $5::int, reason = $6, tried_at = $7::timestamptz,
    took_ms = $8::int, attempts = attempts + 1
  where endpoint_id = $1::uuid and event_id = $2::uuid and state = 0`;

/** Writes down what an attempt came to. */
export async function recordAttempt(
  database: Database,
  endpointId: string,
  eventId: string,
  { state, dueAt, status, reason, tookMs }: Attempt,
  now: number,
): Promise<void> {
  const values = [endpointId, eventId, state, new Date(dueAt), status, reason, new Date(now), tookMs];
  await database.realtime.query(RECORD, values);
}

const EXPIRE = `
  update webhook_deliveries set state = 2, reason = 'expired'
  where endpoint_id = $1::uuid and state = 0 and began_at <= $2::timestamptz`;

/** What could not be delivered for a day has failed, however often it was tried. */
export async function expireDeliveries(database: Database, endpointId: string, now: number): Promise<void> {
  await database.realtime.query(EXPIRE, [endpointId, new Date(now - TRIED_FOR_MS)]);
}

const WORKS = `
  update webhook_endpoints set failures = 0, failing_since = null, retry_at = null, last_delivered_at = $2::timestamptz
  where id = $1::uuid`;

/** Something arrived. */
export async function endpointWorks(database: Database, endpointId: string, now: number): Promise<void> {
  await database.realtime.query(WORKS, [endpointId, new Date(now)]);
}

const FAILS = `
  update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, $2::timestamptz), retry_at = $3::timestamptz
  where id = $1::uuid`;

/** Nothing arrived. @param retryAt milliseconds: nothing is sent before */
export async function endpointFails(
  database: Database,
  endpointId: string,
  now: number,
  retryAt: number,
): Promise<void> {
  await database.realtime.query(FAILS, [endpointId, new Date(now), new Date(retryAt)]);
}

/** It answered 410: it is not called any more. */
export async function endpointGone(database: Database, endpointId: string): Promise<void> {
  await database.realtime.query(
    `update webhook_endpoints set enabled = false, disabled_reason = 'gone' where id = $1::uuid and enabled`,
    [endpointId],
  );
}

const CALL_AGAIN = `
  select ${addSendJob('e.id', laterBy('greatest(d.due_at, e.retry_at)', '$2::timestamptz'))}
  from webhook_endpoints e
  cross join lateral (
    select x.due_at from webhook_deliveries x where x.endpoint_id = e.id and x.state = 0 order by x.due_at limit 1
  ) d
  where e.id = $1::uuid and e.enabled`;

/** The job that sends what waits for an endpoint comes when the first of it is due; not when nothing waits. */
export async function callWhenDue(database: Database, endpointId: string, now: number): Promise<void> {
  await database.realtime.query(CALL_AGAIN, [endpointId, new Date(now)]);
}

const PRUNE = `
  delete from webhook_events where id in (
    select id from webhook_events where kept_at < $1::timestamptz order by kept_at limit $2::int for update skip locked)
  returning id`;

/** Deletes events, with their deliveries, that were kept before a time. @returns how many */
export async function pruneEvents(database: Database, before: number, most: number): Promise<number> {
  return (await database.realtime.query(PRUNE, [new Date(before), most])).length;
}
