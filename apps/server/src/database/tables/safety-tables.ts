import type { JSONColumnType } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// Who blocked whom, and what was reported.

export interface BlocksTable {
  blocker_id: number;
  blocked_id: number;
  created_at: Now;
}

/** What pages say of themselves, for previews of links. */
export interface LinkPagesTable {
  url: string;
  found: JSONColumnType<object, string, never> | null;
  asked_by: number;
  fetched_at: Now;
}

export interface ReportsTable {
  id: string;
  chat_id: string;
  message_id: string;
  seq: number;
  sender_id: number;
  reporter_id: number;
  reason: string;
  details: Nullable<string>;
  quoted: JSONColumnType<object, string, never>;
  created_at: Now;
  decision: Nullable<string>;
  note: Nullable<string>;
  decided_by: Nullable<number>;
  decided_at: Nullable<Date>;
}
