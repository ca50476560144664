import type { Account, Role } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import { sqlState } from '../../database/database-errors.js';
import type { UserChange } from './auth.api.js';
import type { HostUser } from './host-user.rules.js';
import type { UserRow } from './users.mapper.js';

const UNIQUE_VIOLATION = '23505';

/** True when a statement failed because the e-mail is somebody else's. */
export function isEmailTaken(error: unknown): boolean {
  const constraint = error instanceof Error && 'constraint' in error ? error.constraint : undefined;
  return sqlState(error) === UNIQUE_VIOLATION && constraint === 'users_email';
}

/**
 * Writes what a host's token says about its user, who may be new. An e-mail that somebody else got since we looked is
 * dropped.
 * @returns false when this user may not come in any more
 */
export async function putHostUser(database: Database, user: HostUser): Promise<boolean> {
  try {
    return await writeHostUser(database, user);
  } catch (error) {
    if (!isEmailTaken(error)) throw error;
    return writeHostUser(database, { ...user, email: undefined });
  }
}

async function writeHostUser(database: Database, { id, role, name, email, region }: HostUser): Promise<boolean> {
  const rows = await database.realtime.query(
    `insert into users as u (id, role, name, email, region) values ($1, $2, coalesce($3, ''), $4, $6)
     on conflict (id) do update set
       role = excluded.role,
       name = coalesce($3, u.name),
       email = case when $5 then excluded.email else u.email end,
       region = case when $7 then excluded.region else u.region end,
       updated_at = now()
     where not u.own and u.disabled_at is null and u.erased_at is null
     returning u.id`,
    [id, role, name ?? null, email ?? null, email !== undefined, region ?? null, region !== undefined],
  );
  return rows.length > 0;
}

/** Makes a user whom nobody has seen yet. @returns false when this number was erased */
export async function ensureUser(database: Database, userId: number, role: Role): Promise<boolean> {
  await database.realtime.query('insert into users (id, role) values ($1, $2) on conflict (id) do nothing', [
    userId,
    role,
  ]);
  const rows = await database.realtime.query('select 1 from users where id = $1 and erased_at is null', [userId]);
  return rows.length > 0;
}

/** What a `put_user` came to: see `migrations/0020_own_accounts.sql`. */
export interface PutUser extends UserRow {
  readonly outcome: 'done' | 'same' | 'no_role' | 'erased';
  /** Sessions that this ended. */
  readonly ended: readonly string[];
}

/** @throws a unique violation of `users_email` */
export async function putUser(
  database: Database,
  userId: number,
  change: UserChange,
  actorId: number,
): Promise<PutUser> {
  const rows = await database.pooled.query<PutUser>(
    'select r.outcome, r.ended, (r.person).* from put_user($1, $2, $3) r',
    [userId, JSON.stringify(change), actorId],
  );
  return only(rows);
}

export interface ErasedUser {
  readonly outcome: 'done' | 'same' | 'no_user';
  readonly disabled_at: Date | null;
}

export async function eraseUser(database: Database, userId: number, actorId: number): Promise<ErasedUser> {
  return only(await database.pooled.query<ErasedUser>('select * from erase_user($1, $2)', [userId, actorId]));
}

/** @throws a unique violation of `users_email` */
export async function addAccount(
  database: Database,
  { email, name, role, region }: Omit<Account, 'id'>,
  passwordHash: string,
): Promise<UserRow> {
  const values = [email, name, role, region, passwordHash];
  return only(await database.pooled.query<UserRow>('select * from add_account($1, $2, $3, $4, $5)', values));
}

/** What the operator did at the command line; other steps write their own row. */
export async function writeAudit(database: Database, actorId: number, action: string, userId: number): Promise<void> {
  await database.pooled.query('insert into audit (actor, action, target) values ($1, $2, $3)', [
    actorId,
    action,
    `user:${userId}`,
  ]);
}

function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the database function answered nothing');
  return row;
}
