import type {
  ServerStateTable,
  AuditTable,
  AuditSealsTable,
  UsersTable,
  SessionsTable,
  RefreshTokensTable,
  LoginFailuresTable,
  DemoDataTable,
  DemoAccountsTable,
} from './tables/account-tables.js';
import type {
  ChatsTable,
  ChatMembersTable,
  MessagesTable,
  ChangesTable,
  MessageRetentionTable,
  FeedTable,
  FeedFollowersTable,
  ReceiptsTable,
  ChatPrefsTable,
  PresenceTable,
  NotificationMarksTable,
  NotificationsTable,
} from './tables/chat-tables.js';
import type {
  CannedTextsTable,
  DisputesTable,
  DisputeAssignmentsTable,
  DisputeLanesTable,
  DisputePositionTable,
  DisputeEventsTable,
  LsmReadsTable,
} from './tables/dispute-tables.js';
import type {
  SearchMessagesTable,
  SearchUsersTable,
  SearchWordsTable,
  SearchPeopleTable,
  SearchContactsTable,
  SearchMeetingsTable,
  SearchChatsTable,
  SearchProgressTable,
} from './tables/search-tables.js';
import type { AttachmentsTable } from './tables/attachment-tables.js';
import type {
  DeliveriesTable,
  DeliveryChatPrefsTable,
  DeliveryHopsTable,
  DeliveryPrefsTable,
  DeliveryQueueTable,
} from './tables/delivery-tables.js';
import type { MailRecipientsTable } from './tables/mail-tables.js';
import type { PushKeysTable, PushSubscriptionsTable } from './tables/push-tables.js';
import type {
  WebhookDeliveriesTable,
  WebhookEndpointsTable,
  WebhookEventsTable,
  WebhookProgressTable,
} from './tables/webhook-tables.js';
import type { BlocksTable, LinkPagesTable, ReportsTable } from './tables/safety-tables.js';

/**
 * The tables, as `migrations/*.sql` make them; `tables.medium.test.ts` compares the two. What each column means stands
 * there. `bigint` comes as a number (see `value-types.ts`), `timestamptz` as a Date.
 */
export interface Tables {
  server_state: ServerStateTable;
  audit: AuditTable;
  audit_seals: AuditSealsTable;
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
  message_retention: MessageRetentionTable;
  feed: FeedTable;
  feed_followers: FeedFollowersTable;
  receipts: ReceiptsTable;
  chat_prefs: ChatPrefsTable;
  presence: PresenceTable;
  notification_marks: NotificationMarksTable;
  notifications: NotificationsTable;
  delivery_queue: DeliveryQueueTable;
  delivery_prefs: DeliveryPrefsTable;
  delivery_chat_prefs: DeliveryChatPrefsTable;
  deliveries: DeliveriesTable;
  delivery_hops: DeliveryHopsTable;
  push_keys: PushKeysTable;
  push_subscriptions: PushSubscriptionsTable;
  blocks: BlocksTable;
  reports: ReportsTable;
  link_pages: LinkPagesTable;
  search_messages: SearchMessagesTable;
  search_users: SearchUsersTable;
  search_words: SearchWordsTable;
  search_people: SearchPeopleTable;
  search_contacts: SearchContactsTable;
  search_meetings: SearchMeetingsTable;
  search_chats: SearchChatsTable;
  search_progress: SearchProgressTable;
  disputes: DisputesTable;
  dispute_assignments: DisputeAssignmentsTable;
  dispute_lanes: DisputeLanesTable;
  dispute_position: DisputePositionTable;
  dispute_events: DisputeEventsTable;
  lsm_reads: LsmReadsTable;
  canned_texts: CannedTextsTable;
  attachments: AttachmentsTable;
  mail_recipients: MailRecipientsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_events: WebhookEventsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_progress: WebhookProgressTable;
}
