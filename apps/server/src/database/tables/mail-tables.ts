import type { Generated } from 'kysely';
import type { Nullable } from './column-types.js';

// Mail to people who stayed away.

export interface MailRecipientsTable {
  user_id: number;
  hour_began: Nullable<Date>;
  hour_count: Generated<number>;
  refused_hash: Nullable<string>;
  refused_at: Nullable<Date>;
  refused_why: Nullable<string>;
}
