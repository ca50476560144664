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
 * Writes what hosts' tokens say about their users, who may be new. An e-mail that somebody else got since we looked is
 * dropped.
 * @returns for each of them, false when they may not come in any more
 */
export async function putHostUsers(database: Database, users: readonly HostUser[]): Promise<boolean[]> {
  try {
    // The same user twice: the later token counts.
    const written = await writeHostUsers(database, [...new Map(users.map((user) => [user.id, user])).values()]);
    return users.map(({ id }) => written.has(id));
  } catch (error) {
    if (!isEmailTaken(error)) throw error;
    const [user, ...others] = users;
    if (user !== undefined && others.length === 0) return putHostUsers(database, [{ ...user, email: undefined }]);
    // Nothing was written; who of them it was shows in the halves.
    const half = Math.ceil(users.length / 2);
    const first = await putHostUsers(database, users.slice(0, half));
    return [...first, ...(await putHostUsers(database, users.slice(half)))];
  }
}

// In the order of their numbers, so that two servers cannot deadlock.
const PUT_HOST_USERS = `
  insert into users as u (id, role, name, email, region, locale)
  select t.id, t.role, coalesce(t.name, o.name, ''),
         case when t.has_email then t.email else o.email end,
         case when t.has_region then t.region else o.region end,
         case when t.has_locale then t.locale else o.locale end
  from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::boolean[], $8::text[], $9::boolean[])
    as t (id, role, name, email, has_email, region, has_region, locale, has_locale)
  left join users o on o.id = t.id
  order by t.id
  on conflict (id) do update set
    role = excluded.role, name = excluded.name, email = excluded.email, region = excluded.region, locale = excluded.locale, updated_at = now()
    where not u.own and u.disabled_at is null and u.erased_at is null
  returning u.id`;

async function writeHostUsers(database: Database, users: readonly HostUser[]): Promise<ReadonlySet<number>> {
  const rows = await database.realtime.prepared<{ id: number }>('auth_put_host_users_2', PUT_HOST_USERS, [
    users.map(({ id }) => id),
    users.map(({ role }) => role),
    users.map(({ name }) => name ?? null),
    users.map(({ email }) => email ?? null),
    users.map(({ email }) => email !== undefined),
    users.map(({ region }) => region ?? null),
    users.map(({ region }) => region !== undefined),
    users.map(({ locale }) => locale ?? null),
    users.map(({ locale }) => locale !== undefined),
  ]);
  return new Set(rows.map(({ id }) => id));
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

/** The language in which this user is written to. */
export async function putLocale(database: Database, userId: number, locale: string): Promise<void> {
  await database.realtime.query(
    'update users set locale = $2 where id = $1 and locale is distinct from $2 and erased_at is null',
    [userId, locale],
  );
}

/** What a `put_user` came to: see `migrations/functions/own_accounts.sql`. */
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

/** As `addAccount`, with its row of `audit`: both or neither. */
export async function addAudited(
  database: Database,
  { email, name, role, region }: Omit<Account, 'id'>,
  passwordHash: string,
  actorId: number,
): Promise<UserRow> {
  const values = [email, name, role, region, passwordHash, actorId];
  return only(
    await database.pooled.query<UserRow>(
      `with made as (select * from add_account($1, $2, $3, $4, $5)),
            written as (insert into audit (actor, action, target) select $6::int, 'add_user', 'user:' || id from made)
       select * from made`,
      values,
    ),
  );
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
