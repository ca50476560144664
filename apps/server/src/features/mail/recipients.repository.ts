import { createHash } from 'node:crypto';
import type { Database } from '../../database/database.js';

/** An address that was refused is tried again after so long: mailboxes come back. */
const REFUSED_FOR = '30 days';

/** Which address it was, without keeping it. */
export function addressHash(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 32);
}

export interface Recipient {
  readonly id: number;
  readonly email: string;
  readonly role: 'customer' | 'provider' | 'lsm' | 'admin';
  readonly time_zone: string;
}

const RECIPIENTS = `
  select u.id, u.email, u.role, coalesce(p.time_zone, 'UTC') as time_zone, r.refused_hash
  from users u
  left join mail_recipients r on r.user_id = u.id and r.refused_at > $2::timestamptz - interval '${REFUSED_FOR}'
  left join delivery_prefs p on p.user_id = u.id
  where u.id = any ($1::int[]) and u.email is not null and u.disabled_at is null and u.erased_at is null`;

/** Those of these users who can be written to. */
export async function readRecipients(
  database: Database,
  userIds: readonly number[],
  now: number,
): Promise<Recipient[]> {
  const rows = await database.realtime.query<Recipient & { readonly refused_hash: string | null }>(RECIPIENTS, [
    userIds,
    new Date(now),
  ]);
  return rows.filter(({ email, refused_hash: refused }) => refused !== addressHash(email));
}

const REFUSED = `
  insert into mail_recipients (user_id, refused_hash, refused_at, refused_why) values ($1::int, $2, $3::timestamptz, $4)
  on conflict (user_id) do update set refused_hash = excluded.refused_hash, refused_at = excluded.refused_at,
    refused_why = excluded.refused_why`;

/** The mail server says that there is no such mailbox: it is left alone. */
export async function noteRefused(database: Database, userId: number, address: string, why: string, now: number) {
  await database.realtime.query(REFUSED, [userId, addressHash(address), new Date(now), why]);
}

const SENT = `
  insert into mail_recipients as r (user_id, hour_began, hour_count) values ($1::int, $2::timestamptz, 1)
  on conflict (user_id) do update set
    hour_began = case when r.hour_began > excluded.hour_began - interval '1 hour' then r.hour_began else excluded.hour_began end,
    hour_count = case when r.hour_began > excluded.hour_began - interval '1 hour' then r.hour_count + 1 else 1 end`;

/** One more mail for this user. */
export async function noteSent(database: Database, userId: number, now: number): Promise<void> {
  await database.realtime.query(SENT, [userId, new Date(now)]);
}

/** When this user may be written to again; null: now. @param most mails in an hour; 0: any number */
export async function fullUntil(database: Database, userId: number, most: number, now: number): Promise<Date | null> {
  if (most === 0) return null;
  const [row] = await database.realtime.query<{ until: Date }>(
    `select hour_began + interval '1 hour' as until from mail_recipients
     where user_id = $1::int and hour_count >= $2::int and hour_began > $3::timestamptz - interval '1 hour'`,
    [userId, most, new Date(now)],
  );
  return row?.until ?? null;
}
