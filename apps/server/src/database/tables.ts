import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { DisputeStatusCode, MessageTypeCode, RoleCode, SeatCode, StatusCode } from './codes.js';

/**
 * The tables, as `migrations/*.sql` make them; `tables.medium.test.ts` compares the two. What each column means stands
 * there. `bigint` comes as a number (see `value-types.ts`), `timestamptz` as a Date.
 */
export interface Tables {
  server_state: ServerStateTable;
  audit: AuditTable;
  users: UsersTable;
  sessions: SessionsTable;
  refresh_tokens: RefreshTokensTable;
  login_failures: LoginFailuresTable;
  demo_data: DemoDataTable;
  demo_accounts: DemoAccountsTable;
  chats: ChatsTable;
  chat_members: ChatMembersTable;
  messages: MessagesTable;
  changes: ChangesTable;
  feed: FeedTable;
  feed_followers: FeedFollowersTable;
  receipts: ReceiptsTable;
  chat_prefs: ChatPrefsTable;
  presence: PresenceTable;
  notification_marks: NotificationMarksTable;
  notifications: NotificationsTable;
  blocks: BlocksTable;
  reports: ReportsTable;
  search_messages: SearchMessagesTable;
  search_users: SearchUsersTable;
  search_words: SearchWordsTable;
  search_people: SearchPeopleTable;
  search_chats: SearchChatsTable;
  search_progress: SearchProgressTable;
  disputes: DisputesTable;
  dispute_assignments: DisputeAssignmentsTable;
  dispute_lanes: DisputeLanesTable;
  dispute_position: DisputePositionTable;
  dispute_events: DisputeEventsTable;
  lsm_reads: LsmReadsTable;
  attachments: AttachmentsTable;
}

/** Set by the database when it is left out. */
type Now = ColumnType<Date, Date | undefined, Date>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

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

export interface DisputesTable {
  id: string;
  chat_id: string;
  status: ColumnType<DisputeStatusCode, DisputeStatusCode | undefined, DisputeStatusCode>;
  version: Generated<number>;
  region: Nullable<string>;
  reason: string;
  details: Nullable<string>;
  wished_outcome: Nullable<string>;
  opened_by: number;
  opened_role: 1 | 2;
  opened_seq: number;
  former_status: StatusCode;
  lsm_id: Nullable<number>;
  heard_from: JSONColumnType<object | null, string | null | undefined, string | null>;
  outcome: Nullable<string>;
  note: Nullable<string>;
  /** 0 agreement, 1 decision. */
  resolution: Nullable<0 | 1>;
  offer_seq: Nullable<number>;
  opened_at: Date;
  assigned_at: Nullable<Date>;
  answered_at: Nullable<Date>;
  answer_by: Nullable<Date>;
  settle_by: Nullable<Date>;
  told: Generated<number>;
  resolved_at: Nullable<Date>;
  closed_at: Nullable<Date>;
  closed_seq: Nullable<number>;
  closed_revision: Nullable<number>;
}

export interface DisputeAssignmentsTable {
  id: GeneratedAlways<number>;
  dispute_id: string;
  lsm_id: number;
  began: string;
  began_at: Date;
  ended: Nullable<string>;
  ended_at: Nullable<Date>;
  note: Nullable<string>;
}

export interface DisputeLanesTable {
  chat_id: string;
  dispute_id: string;
  lane: 'customer' | 'provider' | 'staff';
}

export interface DisputePositionTable {
  only_row: Generated<boolean>;
  position: Generated<number>;
}

export interface DisputeEventsTable {
  position: number;
  event_id: Generated<string>;
  type: string;
  at: Date;
  dispute_id: string;
  facts: JSONColumnType<object, string, never>;
}

export interface LsmReadsTable {
  chat_id: string;
  user_id: number;
  hour: Date;
  from_seq: number;
  to_seq: number;
}

export interface SearchMessagesTable {
  chat_id: string;
  seq: number;
  revision: number;
  at: Date;
  has: Generated<number>;
  keys: number[];
  /** A tsvector, as PostgreSQL writes it. */
  words: string;
}

export interface SearchUsersTable {
  user_id: number;
  first_day: number;
  last_day: number;
}

export interface SearchWordsTable {
  word: string;
}

export interface SearchPeopleTable {
  user_id: number;
  name: string;
}

export interface SearchChatsTable {
  chat_id: string;
  name: string;
}

export interface SearchProgressTable {
  only_row: Generated<boolean>;
  version: Generated<number>;
  after_chat: Nullable<string>;
  done: Generated<boolean>;
}

export interface AttachmentsTable {
  id: string;
  chat_id: string;
  owner_id: number;
  state: ColumnType<0 | 1 | 2 | 3 | 4, 0 | 1 | 2 | 3 | 4 | undefined, 0 | 1 | 2 | 3 | 4>;
  kind: Nullable<0 | 1 | 2>;
  name: string;
  claimed_type: string;
  type: Nullable<string>;
  length: number;
  received: Generated<number>;
  parts: Generated<string[]>;
  remade: Generated<boolean>;
  size: Nullable<number>;
  width: Nullable<number>;
  height: Nullable<number>;
  duration_ms: Nullable<number>;
  peaks: Nullable<number[]>;
  placeholder: Nullable<string>;
  thumbnail: Generated<boolean>;
  scanned_at: Nullable<Date>;
  refusal: Nullable<string>;
  message_seq: Nullable<number>;
  created_at: Now;
  touched_at: Now;
  emptied_at: Nullable<Date>;
}

export interface BlocksTable {
  blocker_id: number;
  blocked_id: number;
  created_at: Now;
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
