import type { Account, UserRecord } from '@stm-chat/protocol';
import type { Selectable } from 'kysely';
import type { UsersTable } from '../../database/tables/account-tables.js';

export type UserRow = Selectable<UsersTable>;

/** The person as they see themselves. */
export function toAccount({ id, role, name, email, region }: Account): Account {
  return { id, role, name, email, region };
}

/** The person as an administrator sees them. */
export function toUserRecord(row: UserRow): UserRecord {
  return { ...toAccount(row), disabled: row.disabled_at !== null, created_at: row.created_at.toISOString() };
}
