import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.js';
import type { SessionEnded } from './auth.api.js';
import type { UserRow } from './users.mapper.js';

/** 256 random bits: nobody guesses one, so that nothing needs to count failed attempts. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored: a thief of the table has no tokens. */
const stored = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface NewSession {
  readonly id: string;
  readonly userId: number;
  /** That the password was just verified against. */
  readonly passwordHash: string;
  readonly userAgent: string | null;
  readonly refreshToken: string;
  readonly seconds: number;
}

/** @returns whose session it is; undefined when they may not sign in, or not with this password any more */
export async function openSession(database: Database, session: NewSession): Promise<UserRow | undefined> {
  const { id, userId, passwordHash, userAgent, refreshToken, seconds } = session;
  const [row] = await database.pooled.query<UserRow | { id: null }>(
    'select * from open_session($1, $2, $3, $4, $5, $6)',
    [userId, passwordHash, id, userAgent?.slice(0, 300) ?? null, stored(refreshToken), seconds],
  );
  return row === undefined || row.id === null ? undefined : row;
}

export interface Rotation extends UserRow {
  readonly outcome: 'done' | 'replayed' | 'refused';
  readonly session_id: string;
}

/** Takes one refresh token and gives the next: see `migrations/functions/own_accounts.sql`. */
export async function rotateRefreshToken(
  database: Database,
  token: string,
  next: string,
  seconds: number,
): Promise<Rotation> {
  const [row] = await database.pooled.query<Rotation>(
    'select r.outcome, r.session_id, (r.person).* from rotate_refresh_token($1, $2, $3) r',
    [stored(token), stored(next), seconds],
  );
  if (row === undefined) throw new Error('the database function answered nothing');
  return row;
}

const ENDED = 'returning id as "sessionId", user_id as "userId"';

/** Ends one session; a session that has ended already is not told again. */
export function endSession(database: Database, sessionId: string): Promise<SessionEnded[]> {
  return database.pooled.query<SessionEnded>(
    `update sessions set revoked_at = clock_timestamp() where id = $1 and revoked_at is null ${ENDED}`,
    [sessionId],
  );
}

/** Ends the session of a refresh token that began longer ago than this. @returns it, if so */
export function endTooOld(database: Database, refreshToken: string, seconds: number): Promise<SessionEnded[]> {
  return database.pooled.query<SessionEnded>(
    `update sessions set revoked_at = clock_timestamp()
     where id = (select session_id from refresh_tokens where hash = $1) and revoked_at is null
       and created_at <= now() - make_interval(secs => $2) ${ENDED}`,
    [stored(refreshToken), seconds],
  );
}

/** As `endSession`, by an administrator or the host platform (0), with its row of `audit`: both or neither. */
export function endSessionAudited(database: Database, sessionId: string, actorId: number): Promise<SessionEnded[]> {
  return database.pooled.query<SessionEnded>(
    `with ended as (
       update sessions set revoked_at = clock_timestamp()
       where id = $1 and revoked_at is null and expires_at > now() ${ENDED}
     ), audited as (
       insert into audit (actor, action, target) select $2::int, 'end_session', 'user:' || "userId" from ended
     )
     select * from ended`,
    [sessionId, actorId],
  );
}

/** @param except a session that goes on */
export function endSessions(database: Database, userId: number, except: string | null): Promise<SessionEnded[]> {
  return database.pooled.query<SessionEnded>(
    `update sessions set revoked_at = clock_timestamp()
     where user_id = $1 and revoked_at is null and id is distinct from $2::uuid ${ENDED}`,
    [userId, except],
  );
}

export interface TokenSession extends SessionEnded {
  /** The token is the session's latest, and good. */
  readonly live: boolean;
}

/** The session that a refresh token belongs to; a used token still tells. */
export async function findSession(database: Database, refreshToken: string): Promise<TokenSession | undefined> {
  const [row] = await database.pooled.query<TokenSession>(
    `select s.id as "sessionId", s.user_id as "userId",
            r.used_at is null and r.expires_at > now() and s.revoked_at is null as live
     from refresh_tokens r join sessions s on s.id = r.session_id where r.hash = $1`,
    [stored(refreshToken)],
  );
  return row;
}

/**
 * Sets a password and ends the other sessions, in one statement: whoever knew the old one is out.
 * @param expected the hash that the present password was verified against; null: whatever it is
 * @returns null when the password is not that one any more
 */
export async function replacePassword(
  database: Database,
  { userId, expected, hash, except }: { userId: number; expected: string | null; hash: string; except: string | null },
): Promise<SessionEnded[] | null> {
  const rows = await database.pooled.query<{ sessionId: string | null }>(
    `with changed as (
       update users set password_hash = $3, updated_at = now()
       where id = $1 and erased_at is null and ($2::text is null or password_hash = $2) returning id
     ), ended as (
       update sessions s set revoked_at = clock_timestamp() from changed
       where s.user_id = changed.id and s.revoked_at is null and s.id is distinct from $4::uuid returning s.id
     )
     select ended.id as "sessionId" from changed left join ended on true`,
    [userId, expected, hash, except],
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ sessionId }) => (sessionId === null ? [] : [{ sessionId, userId }]));
}
