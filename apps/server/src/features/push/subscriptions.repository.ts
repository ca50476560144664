import type { PushKind } from '@stm-chat/protocol';
import { PUSH_SUBSCRIPTIONS_MAX } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

export interface NewSubscription {
  readonly id: string;
  readonly userId: number;
  readonly sessionId: string | null;
  readonly kind: PushKind;
  readonly address: string;
  readonly keys: { readonly p256dh: string; readonly auth: string } | null;
  /** The key of VAPID that the browser bound it to. */
  readonly appKey: string | null;
  readonly label: string;
  readonly locale: string | null;
}

// A device is its address: who subscribes with it takes it over, whoever used the device before. The session is locked in
// share mode, so that a logout that comes meanwhile ends this one too.
const ADD = `
  with mine as (
    select 1 where $3::uuid is null or exists (
      select from sessions x where x.id = $3 and x.user_id = $2 and x.revoked_at is null for share)
  ), added as (
    insert into push_subscriptions as s (id, user_id, session_id, kind, address, p256dh, auth, app_key, label, locale)
    select $1::uuid, $2::int, $3::uuid, $4, $5, $6, $7, $8, $9, $10 from mine
    on conflict (kind, md5(address)) do update set
      user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth,
      app_key = excluded.app_key, label = excluded.label, locale = excluded.locale, failed = null,
      id = case when s.user_id = excluded.user_id then s.id else excluded.id end
    returning s.id, s.created_at
  ), crowded as (
    delete from push_subscriptions o where o.user_id = $2 and o.id in (
      select p.id from push_subscriptions p where p.user_id = $2 and p.id <> (select id from added)
      order by p.created_at desc offset ${PUSH_SUBSCRIPTIONS_MAX - 1})
  )
  select id, created_at from added`;

/** @returns its id; undefined when the login ended meanwhile */
export async function addSubscription(
  database: Database,
  { id, userId, sessionId, kind, address, keys, appKey, label, locale }: NewSubscription,
): Promise<string | undefined> {
  const [row] = await database.realtime.query<{ id: string }>(ADD, [
    ...[id, userId, sessionId, kind, address],
    ...[keys?.p256dh ?? null, keys?.auth ?? null, appKey, label, locale],
  ]);
  return row?.id;
}

const REMOVE = 'delete from push_subscriptions where id = $1::uuid and user_id = $2 returning id';

/** @returns false when this user has no such device */
export async function removeSubscription(database: Database, id: string, userId: number): Promise<boolean> {
  return (await database.realtime.query(REMOVE, [id, userId])).length > 0;
}

const SENT = 'update push_subscriptions set sent_at = clock_timestamp(), failed = null where id = $1::uuid';
const FAILED = 'update push_subscriptions set failed = $2 where id = $1::uuid';
/** Only what was tried: the same browser may have subscribed anew, with another address, under this id. */
const GONE = 'delete from push_subscriptions where id = $1::uuid and md5(address) = md5($2)';

export async function noteSent(database: Database, id: string): Promise<void> {
  await database.realtime.query(SENT, [id]);
}

export async function noteFailed(database: Database, id: string, why: string): Promise<void> {
  await database.realtime.query(FAILED, [id, why.slice(0, 200)]);
}

export async function dropSubscription(database: Database, id: string, address: string): Promise<void> {
  await database.realtime.query(GONE, [id, address]);
}
