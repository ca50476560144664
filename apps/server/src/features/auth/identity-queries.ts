import type { Role } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

/** What a token claims, to be held against the database. */
export interface Claim {
  readonly userId: number;
  /** Of a token of ours; null for a host's. */
  readonly sessionId: string | null;
  /** That a host's token gives this user. */
  readonly email: string | null;
}

/** What the database says to a claim; `role` is null when there is no such user. */
export interface Identity {
  readonly role: Role | null;
  readonly name: string;
  readonly email: string | null;
  readonly region: string | null;
  readonly locale: string | null;
  readonly own: boolean;
  readonly shut_out: boolean;
  readonly session_lives: boolean;
  /** The claimed e-mail is somebody else's. */
  readonly email_taken: boolean;
}

// One row per claim, in order. Each is a look-up by key in users, sessions and the index of e-mails.
const IDENTITIES = `
  select u.role, u.name, u.email, u.region, u.locale, u.own,
         (u.disabled_at is not null or u.erased_at is not null) as shut_out,
         s.id is not null as session_lives,
         coalesce(o.id <> c.user_id, false) as email_taken
  from unnest($1::int[], $2::uuid[], $3::text[]) with ordinality as c (user_id, session_id, email, place)
  left join users u on u.id = c.user_id
  left join sessions s on s.id = c.session_id and s.user_id = c.user_id and s.revoked_at is null
  left join users o on lower(o.email) = lower(c.email) and o.email is not null
  order by c.place`;

/** The answers to many claims, in their order, from one statement. */
export function readIdentities(database: Database, claims: readonly Claim[]): Promise<Identity[]> {
  return database.realtime.prepared<Identity>('auth_identities_2', IDENTITIES, [
    claims.map(({ userId }) => userId),
    claims.map(({ sessionId }) => sessionId),
    claims.map(({ email }) => email),
  ]);
}
