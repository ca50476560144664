import type { PushKind, Role } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

export interface SubscriptionRow {
  readonly id: string;
  readonly user_id: number;
  readonly session_id: string | null;
  readonly kind: PushKind;
  readonly address: string;
  readonly p256dh: string | null;
  readonly auth: string | null;
  readonly label: string;
  readonly locale: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly failed: string | null;
  readonly role: Role;
  /** The login that made it is still good, or there never was one. */
  readonly signed_in: boolean;
}

// A login that ran out keeps its devices; one that was ended has none (functions/push.sql), and this asks again.
const LIVE = `
  select s.id, s.user_id, s.session_id, s.kind, s.address, s.p256dh, s.auth, s.label, s.locale, s.created_at, s.sent_at,
    s.failed, u.role, s.session_id is null or coalesce(x.expires_at > now(), false) as signed_in
  from push_subscriptions s
  join users u on u.id = s.user_id and u.disabled_at is null and u.erased_at is null
  left join sessions x on x.id = s.session_id
  where x.revoked_at is null and (s.app_key is null or s.app_key = $1)`;

/** What these users have, of the kinds that can be reached. @param publicKey the present key of VAPID */
export function readSubscriptions(
  database: Database,
  publicKey: string,
  userIds: readonly number[],
): Promise<SubscriptionRow[]> {
  return database.realtime.query<SubscriptionRow>(
    `${LIVE} and s.user_id = any($2::int[]) order by s.created_at, s.id`,
    [publicKey, userIds],
  );
}

/** One of them; undefined when it is gone, or its user may not come in any more. */
export async function findSubscription(
  database: Database,
  publicKey: string,
  id: string,
): Promise<SubscriptionRow | undefined> {
  const [row] = await database.realtime.query<SubscriptionRow>(`${LIVE} and s.id = $2::uuid`, [publicKey, id]);
  return row;
}
