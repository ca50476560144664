import * as admin from './commands/admin.js';
import * as attachments from './commands/attachments.js';
import * as auth from './commands/auth.js';
import * as canned from './commands/canned-texts.js';
import * as chats from './commands/chats.js';
import * as delivery from './commands/delivery.js';
import * as demo from './commands/demo.js';
import * as disputes from './commands/disputes.js';
import * as messages from './commands/messages.js';
import * as notifications from './commands/notifications.js';
import * as operations from './commands/operations.js';
import * as prefs from './commands/prefs.js';
import * as push from './commands/push.js';
import * as receipts from './commands/receipts.js';
import * as safety from './commands/safety.js';
import * as search from './commands/search.js';
import * as webhooks from './commands/webhooks.js';
import type { Contract, InputOf, OutputOf } from './contract.js';
import type { CommandName } from './names.js';

/** Every contract under its name: what the doors bind, the runner looks up and the documents list. */
export const contracts = {
  login: auth.login,
  refresh_session: auth.refreshSession,
  logout: auth.logout,
  change_password: auth.changePassword,
  get_me: auth.getMe,
  set_language: auth.setLanguage,
  authenticate: auth.authenticate,
  get_demo: demo.getDemo,
  list_chats: chats.listChats,
  create_chat: chats.createChat,
  get_chat: chats.getChat,
  join_chat: chats.joinChat,
  leave_chat: chats.leaveChat,
  send_message: messages.sendMessage,
  edit_message: messages.editMessage,
  delete_message: messages.deleteMessage,
  pin_message: messages.pinMessage,
  remove_preview: messages.removePreview,
  mark_played: messages.markPlayed,
  list_pins: messages.listPins,
  forward_message: messages.forwardMessage,
  react: messages.react,
  list_messages: messages.listMessages,
  list_changes: messages.listChanges,
  sync: messages.sync,
  get_upload: attachments.getUpload,
  link_attachments: attachments.linkAttachments,
  mark_read: receipts.markRead,
  mark_delivered: receipts.markDelivered,
  set_chat_prefs: prefs.setChatPrefs,
  typing: receipts.typing,
  open_dispute: disputes.openDispute,
  list_disputes: disputes.listDisputes,
  get_dispute: disputes.getDispute,
  join_dispute: disputes.joinDispute,
  release_dispute: disputes.releaseDispute,
  hand_over_dispute: disputes.handOverDispute,
  list_dispute_lsms: disputes.listDisputeLsms,
  resolve_dispute: disputes.resolveDispute,
  withdraw_dispute: disputes.withdrawDispute,
  make_offer: disputes.makeOffer,
  accept_offer: disputes.acceptOffer,
  decline_offer: disputes.declineOffer,
  list_dispute_access: disputes.listDisputeAccess,
  list_versions: disputes.listVersions,
  list_changed_messages: disputes.listChangedMessages,
  list_canned_texts: canned.listCannedTexts,
  put_canned_text: canned.putCannedText,
  delete_canned_text: canned.deleteCannedText,
  list_notifications: notifications.listNotifications,
  read_notifications: notifications.readNotifications,
  get_notification_prefs: delivery.getNotificationPrefs,
  set_notification_prefs: delivery.setNotificationPrefs,
  set_chat_notification_prefs: delivery.setChatNotificationPrefs,
  list_push_subscriptions: push.listPushSubscriptions,
  add_push_subscription: push.addPushSubscription,
  remove_push_subscription: push.removePushSubscription,
  test_push: push.testPush,
  confirm_push: push.confirmPush,
  block_user: safety.blockUser,
  unblock_user: safety.unblockUser,
  list_blocks: safety.listBlocks,
  report_message: safety.reportMessage,
  list_reports: safety.listReports,
  get_report: safety.getReport,
  decide_report: safety.decideReport,
  search: search.search,
  search_jobs: search.searchJobs,
  search_people: search.searchPeople,
  list_users: admin.listUsers,
  add_user: admin.addUser,
  list_all_chats: admin.listAllChats,
  put_user: admin.putUser,
  delete_user: admin.deleteUser,
  admin_create_chat: admin.adminCreateChat,
  add_member: admin.addMember,
  remove_member: admin.removeMember,
  close_chat: admin.closeChat,
  reopen_chat: admin.reopenChat,
  admin_list_disputes: disputes.adminListDisputes,
  explain_delivery: delivery.explainDelivery,
  revive_job: delivery.reviveJob,
  discard_job: delivery.discardJob,
  put_job: admin.putJob,
  list_jobs: operations.listJobs,
  list_sessions: operations.listSessions,
  end_session: operations.endSession,
  list_connections: operations.listConnections,
  list_audit: operations.listAudit,
  list_webhooks: webhooks.listWebhooks,
  add_webhook: webhooks.addWebhook,
  put_webhook: webhooks.putWebhook,
  delete_webhook: webhooks.deleteWebhook,
  rotate_webhook_secret: webhooks.rotateWebhookSecret,
  test_webhook: webhooks.testWebhook,
  list_webhook_deliveries: webhooks.listWebhookDeliveries,
  replay_webhooks: webhooks.replayWebhooks,
} as const satisfies { [Name in CommandName]: Contract<Name> };

type Contracts = typeof contracts;

/** What a caller may send, before defaults are filled in. */
export type CommandInput<Name extends CommandName> = import('zod').input<Contracts[Name]['input']>;
/** What a handler receives. */
export type ParsedInput<Name extends CommandName> = InputOf<Contracts[Name]>;
/** What a caller gets. */
export type CommandOutput<Name extends CommandName> = OutputOf<Contracts[Name]>;
