import type { WebhookEventType, WebhookReason, WebhookState } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

/** The one that the environment names; it has no secret in the database. */
export const ENVIRONMENT_ID = '00000000-0000-4000-8000-000000000001';

export interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  /** Opened by `WebhookSecrets`. */
  readonly secret_sealed: Buffer | null;
  readonly previous_sealed: Buffer | null;
  readonly previous_until: Date | null;
  readonly enabled: boolean;
  readonly disabled_reason: 'admin' | 'gone' | 'unset' | null;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly retry_at: Date | null;
  readonly last_delivered_at: Date | null;
  readonly created_at: Date;
}

export interface ListedEndpointRow extends EndpointRow {
  readonly waiting: number;
}

const LISTED = `
  select e.*, (select count(*) from webhook_deliveries d where d.endpoint_id = e.id and d.state = 0)::int as waiting
  from webhook_endpoints e`;

/** All endpoints, the oldest first. */
export function listEndpoints(database: Database): Promise<ListedEndpointRow[]> {
  return database.pooled.query<ListedEndpointRow>(`${LISTED} order by e.created_at, e.id`);
}

export async function findEndpoint(database: Database, id: string): Promise<ListedEndpointRow | undefined> {
  const [row] = await database.pooled.query<ListedEndpointRow>(`${LISTED} where e.id = $1::uuid`, [id]);
  return row;
}

/** For the worker. */
export async function readEndpoint(database: Database, id: string): Promise<EndpointRow | undefined> {
  const [row] = await database.realtime.query<EndpointRow>('select * from webhook_endpoints where id = $1::uuid', [id]);
  return row;
}

export interface DueRow {
  readonly event_id: string;
  readonly type: WebhookEventType;
  readonly at: Date;
  readonly chat_id: string | null;
  readonly seq: number | null;
  readonly data: Record<string, unknown>;
  readonly attempts: number;
  readonly began_at: Date;
}

const DUE = `
  select d.event_id, v.type, v.at, v.chat_id, v.seq, v.data, d.attempts, d.began_at
  from webhook_deliveries d join webhook_events v on v.id = d.event_id
  where d.endpoint_id = $1::uuid and d.state = 0 and d.due_at <= $2::timestamptz
  order by d.due_at, d.position limit $3::int`;

/** What is to be sent to an endpoint now, what waits longest first. */
export function readDue(database: Database, endpointId: string, now: number, most: number): Promise<DueRow[]> {
  return database.realtime.query<DueRow>(DUE, [endpointId, new Date(now), most]);
}

export interface DeliveryRow {
  readonly event_id: string;
  readonly position: number;
  readonly type: WebhookEventType;
  readonly at: Date;
  readonly chat_id: string | null;
  readonly state: 0 | 1 | 2;
  readonly attempts: number;
  readonly status: number | null;
  readonly reason: WebhookReason | null;
  readonly tried_at: Date | null;
  readonly took_ms: number | null;
  readonly due_at: Date;
}

export const STATES: readonly WebhookState[] = ['waiting', 'delivered', 'failed'];

const DELIVERIES = `
  select d.*, v.type, v.at, v.chat_id from webhook_deliveries d join webhook_events v on v.id = d.event_id
  where d.endpoint_id = $1::uuid and ($2::bigint is null or d.position < $2) and ($3::smallint is null or d.state = $3)
  order by d.position desc limit $4::int`;

/** A page of an endpoint's deliveries, the latest first. @param before the position where the page before ended */
export function listDeliveries(
  database: Database,
  endpointId: string,
  page: { readonly before: number | null; readonly state: WebhookState | null; readonly limit: number },
): Promise<DeliveryRow[]> {
  const state = page.state === null ? null : STATES.indexOf(page.state);
  return database.pooled.query<DeliveryRow>(DELIVERIES, [endpointId, page.before, state, page.limit]);
}

/** Up to which dispute event was written down, and how far they are. */
export async function readDisputeProgress(
  database: Database,
): Promise<{ readonly done: number; readonly last: number }> {
  const [row] = await database.realtime.query<{ done: number; last: number }>(
    'select w.dispute_position as done, p.position as last from webhook_progress w cross join dispute_position p',
  );
  if (row === undefined) throw new Error('webhook_progress is empty');
  return row;
}

/** Whether anybody wants to be told of any of these types. */
export async function isAnyWanted(database: Database, types: readonly string[]): Promise<boolean> {
  const rows = await database.realtime.query('select from webhook_endpoints where types && $1::text[] limit 1', [
    types,
  ]);
  return rows.length > 0;
}
