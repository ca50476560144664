import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// The database itself, accounts, sessions and the demo.

export interface ServerStateTable {
  only_row: Generated<boolean>;
  epoch: Generated<string>;
  created_at: Now;
}

export interface AuditTable {
  id: GeneratedAlways<number>;
  at: Now;
  actor: number;
  action: string;
  target: string;
  details: JSONColumnType<object, string | undefined, never>;
}

export interface AuditSealsTable {
  number: number;
  at: Date;
  upto: number;
  entries: number;
  previous: Buffer;
  hash: Buffer;
  signature: Nullable<Buffer>;
}

export interface UsersTable {
  id: number;
  name: Generated<string>;
  email: Nullable<string>;
  role: 'customer' | 'provider' | 'lsm' | 'admin';
  region: Nullable<string>;
  locale: Nullable<string>;
  password_hash: Nullable<string>;
  disabled_at: Nullable<Date>;
  erased_at: Nullable<Date>;
  created_at: Now;
  updated_at: Now;
  own: Generated<boolean>;
}

export interface SessionsTable {
  id: string;
  user_id: number;
  user_agent: Nullable<string>;
  created_at: Now;
  expires_at: Date;
  revoked_at: Nullable<Date>;
}

export interface RefreshTokensTable {
  hash: Buffer;
  session_id: string;
  created_at: Now;
  expires_at: Date;
  used_at: Nullable<Date>;
}

export interface LoginFailuresTable {
  key: string;
  failures: number;
  ends_at: Date;
}

export interface DemoDataTable {
  only_row: Generated<boolean>;
  started_at: Now;
  finished_at: Nullable<Date>;
}

export interface DemoAccountsTable {
  user_id: number;
  password_hash: string;
  asleep: Generated<boolean>;
}
