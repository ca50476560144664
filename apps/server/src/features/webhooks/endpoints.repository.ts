import type { Database } from '../../database/database.js';
import { addSendJob } from './told-events.repository.js';
import { ENVIRONMENT_ID } from './webhooks.queries.js';

/** More addresses than any host needs; each is one more request for every event. */
export const ENDPOINTS_MAX = 20;
/** For how long the secret before the last change signs too. */
const BOTH_SECRETS = '1 day';

export interface NewEndpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  /** Sealed (`webhook-secrets.ts`). */
  readonly secret: Buffer;
}

const ADD = `
  with added as (
    insert into webhook_endpoints (id, url, description, types, secret_sealed, created_by)
    select $1::uuid, $2, $3, $4::text[], $5::bytea, $6::int
    where (select count(*) from webhook_endpoints) < $7::int
    returning id
  ), noted as (
    insert into audit (actor, action, target, details)
    select $6::int, 'add_webhook', 'webhook:' || a.id, jsonb_build_object('url', $2::text) from added a
  )
  select id from added`;

/** @returns false when there are as many as may be */
export async function addEndpoint(
  database: Database,
  { id, url, description, types, secret }: NewEndpoint,
  actorId: number,
): Promise<boolean> {
  const values = [id, url, description, types, secret, actorId, ENDPOINTS_MAX];
  return (await database.pooled.query(ADD, values)).length > 0;
}

export interface EndpointChange {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

// Whoever switches an endpoint on, or gives it another address, wants it to be tried at once.
const CHANGE = `
  with changed as (
    update webhook_endpoints set url = coalesce($2, url), description = coalesce($3, description), types = coalesce($4::text[], types),
      enabled = coalesce($5::boolean, enabled),
      disabled_reason = case when coalesce($5::boolean, enabled) then null else coalesce(disabled_reason, 'admin') end,
      retry_at = case when $2::text is not null or ($5::boolean and not enabled) then null else retry_at end
    where id = $1::uuid returning id, enabled
  ), noted as (
    insert into audit (actor, action, target, details)
    select $6::int, 'put_webhook', 'webhook:' || c.id,
      jsonb_strip_nulls(jsonb_build_object('url', $2::text, 'types', to_jsonb($4::text[]), 'enabled', $5::boolean)) from changed c
  )
  select ${addSendJob('c.id', 'clock_timestamp()')} from changed c where c.enabled`;

/** What is left out stays. */
export async function changeEndpoint(
  database: Database,
  id: string,
  { url, description, types, enabled }: EndpointChange,
  actorId: number,
): Promise<void> {
  const values = [id, url ?? null, description ?? null, types ?? null, enabled ?? null, actorId];
  await database.pooled.query(CHANGE, values);
}

const ROTATE = `
  with changed as (
    update webhook_endpoints set previous_sealed = secret_sealed, previous_until = $3::timestamptz + interval '${BOTH_SECRETS}', secret_sealed = $2::bytea
    where id = $1::uuid returning id
  )
  insert into audit (actor, action, target) select $4::int, 'rotate_webhook_secret', 'webhook:' || c.id from changed c`;

export async function rotateSecret(
  database: Database,
  id: string,
  secret: Buffer,
  actorId: number,
  now: number,
): Promise<void> {
  await database.pooled.query(ROTATE, [id, secret, new Date(now), actorId]);
}

/** Deliveries of one statement: some ten milliseconds. */
const DELETE_AT_ONCE = 5000;

const DELETE_DELIVERIES = `
  delete from webhook_deliveries where (event_id, endpoint_id) in (
    select event_id, endpoint_id from webhook_deliveries where endpoint_id = $1::uuid limit $2::int) returning event_id`;

// One that got another delivery meanwhile stays, disabled, and is deleted by the next try.
const DELETE_ENDPOINT = `
  with gone as (delete from webhook_endpoints where id = $1::uuid returning id, url)
  insert into audit (actor, action, target, details)
  select $2::int, 'delete_webhook', 'webhook:' || g.id, jsonb_build_object('url', g.url) from gone g`;

/** Deletes an endpoint and what was kept of its deliveries. */
export async function deleteEndpoint(database: Database, id: string, actorId: number): Promise<void> {
  await database.pooled.query(
    `update webhook_endpoints set enabled = false, disabled_reason = 'admin' where id = $1::uuid`,
    [id],
  );
  for (;;) {
    const gone = await database.pooled.query(DELETE_DELIVERIES, [id, DELETE_AT_ONCE]);
    if (gone.length < DELETE_AT_ONCE) break;
  }
  await database.pooled.query(DELETE_ENDPOINT, [id, actorId]);
}

// A new address, or one that is there again after it was taken out, is enabled; one that answered 410 stays disabled.
const PUT_ENVIRONMENT = `
  insert into webhook_endpoints as e (id, url, types, created_by) values ($1::uuid, $2, $3::text[], 0)
  on conflict (id) do update set url = excluded.url, types = excluded.types,
    enabled = e.enabled or e.url <> excluded.url or e.disabled_reason = 'unset',
    disabled_reason = case when e.url <> excluded.url or e.disabled_reason = 'unset' then null else e.disabled_reason end,
    retry_at = case when e.url <> excluded.url then null else e.retry_at end`;

/** Puts the endpoint that the environment names among the others. */
export async function putEnvironmentEndpoint(database: Database, url: string, types: readonly string[]): Promise<void> {
  await database.realtime.query(PUT_ENVIRONMENT, [ENVIRONMENT_ID, url, types]);
}

/** The environment names none (any more): what was delivered to it can still be looked at. */
export async function unsetEnvironmentEndpoint(database: Database): Promise<void> {
  await database.realtime.query(
    `update webhook_endpoints set enabled = false, disabled_reason = 'unset' where id = $1::uuid and enabled`,
    [ENVIRONMENT_ID],
  );
}
