import type { Account, Role } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { KnownUser, UserChoice } from './auth.api.js';
import type { UserRow } from './users.mapper.js';

const KNOWN = `
  select id, role, name, email, region, disabled_at is not null as disabled
  from users where id = any ($1::int[]) and erased_at is null`;

/** Those who are known and not erased. */
export function findUsers(database: Database, userIds: readonly number[]): Promise<KnownUser[]> {
  return database.realtime.prepared<KnownUser>('auth_users', KNOWN, [userIds]);
}

export interface Credentials extends Account {
  readonly password_hash: string | null;
}

/** Whose e-mail this is, whatever its case. Somebody disabled is found too: they are refused in the same time. */
export async function findCredentials(database: Database, email: string): Promise<Credentials | undefined> {
  const [row] = await database.pooled.query<Credentials>(
    'select id, role, name, email, region, password_hash from users where lower(email) = lower($1)',
    [email.trim()],
  );
  return row;
}

/** The hash is null where the host platform has the password. */
export async function findPasswordHolder(
  database: Database,
  userId: number,
): Promise<Pick<UserRow, 'password_hash' | 'name' | 'email'> | undefined> {
  const [row] = await database.pooled.query<Pick<UserRow, 'password_hash' | 'name' | 'email'>>(
    'select password_hash, name, email from users where id = $1',
    [userId],
  );
  return row;
}

/** A user as the operator sees them. */
export interface UserLine extends Account {
  /** Made here; else the host platform's. */
  readonly own: boolean;
  readonly state: 'active' | 'disabled' | 'erased';
}

const LINE = `
  select id, role, name, email, region, own,
         case when erased_at is not null then 'erased' when disabled_at is not null then 'disabled' else 'active' end as state
  from users`;

export async function findUserLine(
  database: Database,
  who: { readonly id: number } | { readonly email: string },
): Promise<UserLine | undefined> {
  const [row] =
    'id' in who
      ? await database.pooled.query<UserLine>(`${LINE} where id = $1`, [who.id])
      : await database.pooled.query<UserLine>(`${LINE} where lower(email) = lower($1)`, [who.email]);
  return row;
}

/** Everybody, by number. @param role null: whatever their role */
export function listUsers(database: Database, role: Role | null): Promise<UserLine[]> {
  return database.pooled.query<UserLine>(`${LINE} where $1::text is null or role = $1 order by id`, [role]);
}

const RECORDS = `
  select * from users
  where erased_at is null
    and ($1::text is null or role = $1)
    and ($2::text is null or id::text = $2 or name ilike $3 or email ilike $3)
    and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::int))
  order by created_at desc, id desc
  limit $6`;

/** A page of users, newest first. Reads them all where words are given: for administrators, who ask seldom. */
export function listRecords(database: Database, { words, role, after, limit }: UserChoice): Promise<UserRow[]> {
  const like = words === null ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const values = [role, words, like, after?.at ?? null, after?.id ?? null, limit];
  return database.pooled.query<UserRow>(RECORDS, values);
}
