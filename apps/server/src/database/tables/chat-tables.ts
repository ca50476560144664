import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { MessageTypeCode, RoleCode, SeatCode, StatusCode } from '../codes.js';
import type { Now, Nullable } from './column-types.js';

// Chats, messages, and what members have of them.

export interface ChatsTable {
  id: string;
  job_id: Nullable<string>;
  job: JSONColumnType<object | null, string | null | undefined, string | null>;
  subject: Generated<string>;
  status: ColumnType<StatusCode, StatusCode | undefined, StatusCode>;
  customer_id: Nullable<number>;
  provider_id: Nullable<number>;
  lsm_id: Nullable<number>;
  last_seq: Generated<number>;
  revision: Generated<number>;
  n_customer: Generated<number>;
  n_provider: Generated<number>;
  n_lsm: Generated<number>;
  last_activity_at: Now;
  parent_id: Nullable<string>;
  lane: Nullable<'customer' | 'provider' | 'staff'>;
  findable: Generated<boolean>;
  closed_at: Nullable<Date>;
  created_by: number;
  created_at: Now;
  blocked: Generated<number>;
}

export interface ChatMembersTable {
  user_id: number;
  chat_id: string;
  role: SeatCode;
  solo: boolean;
  joined_at: Now;
  left_at: Nullable<Date>;
  reads_until: Nullable<Date>;
  upto_seq: Nullable<number>;
  upto_revision: Nullable<number>;
}

export interface MessagesTable {
  chat_id: string;
  seq: number;
  id: string;
  revision: number;
  sender_id: number;
  sender_type: RoleCode;
  message_type: MessageTypeCode;
  client_id: Nullable<string>;
  client_key: Nullable<string>;
  message: string;
  reply_seq: Nullable<number>;
  created_at: Date;
  edited_at: Nullable<Date>;
  deleted_at: Nullable<Date>;
  reactions: JSONColumnType<object | null, string | null | undefined, string | null>;
  n_customer: number;
  n_provider: number;
  n_lsm: number;
  extra: JSONColumnType<object | null, string | null | undefined, string | null>;
  attachments: JSONColumnType<object | null, string | null | undefined, string | null>;
  more: JSONColumnType<object | null, string | null | undefined, string | null>;
}

export interface ChangesTable {
  chat_id: string;
  revision: number;
  seq: Nullable<number>;
  kind: string;
  actor_id: number;
  before: JSONColumnType<object | null, string | null | undefined, never>;
  created_at: Now;
}

/** Written by: messages. */
export interface MessageRetentionTable {
  chat_id: string;
  upto_seq: number;
}

export interface FeedTable {
  /** A transaction id of 64 bits: text, only to be handed back. */
  xid: Generated<string>;
  id: GeneratedAlways<number>;
  at: Now;
  /** Null for a batch of messages, which the four lists tell of, an element per chat. */
  payload: JSONColumnType<object | null, string | null | undefined, never>;
  chat_ids: string[] | null;
  first_seqs: number[] | null;
  appended: number[] | null;
  revisions: number[] | null;
}

export interface FeedFollowersTable {
  name: string;
  /** As in `feed`. */
  xid: string;
  id: number;
  seen_at: Now;
}

export interface ReceiptsTable {
  chat_id: string;
  user_id: number;
  read_seq: Generated<number>;
  read_at: Nullable<Date>;
  delivered_seq: Generated<number>;
  delivered_at: Nullable<Date>;
}

export interface ChatPrefsTable {
  user_id: number;
  chat_id: string;
  muted_until: Nullable<Date>;
  pinned: Generated<boolean>;
  archived: Generated<boolean>;
  marked_unread: Generated<boolean>;
  draft: Nullable<string>;
  updated_at: Now;
}

export interface PresenceTable {
  user_id: number;
  last_seen_at: Date;
}

export interface NotificationMarksTable {
  chat_id: string;
  user_id: number;
  told_seq: number;
}

export interface NotificationsTable {
  id: Generated<string>;
  user_id: number;
  /** 0 message, 1 dispute, 2 deadline, 3 report. */
  type: 0 | 1 | 2 | 3;
  chat_id: Nullable<string>;
  /** A multirange of seqs, as PostgreSQL writes it. */
  spans: Generated<string>;
  title: Generated<string>;
  body: Generated<string>;
  created_at: Now;
  read_at: Nullable<Date>;
  dispute: JSONColumnType<object | null, string | null | undefined, string | null>;
  report: JSONColumnType<object | null, string | null | undefined, string | null>;
}
