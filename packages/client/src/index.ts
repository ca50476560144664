/** The headless SDK of STM Chat: connection, calls, outbox, sync and stores; no user interface. */
export { ChatError, SessionEnded } from './chat-error.js';
export { createChatClient } from './client.js';
export {
  createNotificationList,
  type NotificationList,
  type NotificationState,
} from './notifications/notification-list.js';
export { sendOutbox, type SendOutboxOptions } from './outbox/send-outbox.js';
export { passwordSession, type PasswordSessionOptions } from './session/password-session.js';
export { tokenSource } from './session/token-source.js';
export { newId } from './new-id.js';
export { idbStorage } from './storage/idb-storage.js';
export { memoryStorage } from './storage/memory-storage.js';
export { createStore, type Store, type WritableStore } from './store.js';
export type { ChatListState } from './chats/chat-list-state.js';
export type { ChatClient, ChatClientOptions, Conversation, Draft, SendOptions } from './client-types.js';
export type { Clock } from './clock.js';
export type { ConnectionState, EndReason, WaitReason } from './connection/connection-state.js';
export type { Environment } from './connection/environment.js';
export type {
  ConversationState,
  DeliveryState,
  MessageItem,
  OutgoingMessage,
  StoredMessage,
} from './conversation/conversation-state.js';
export type { PasswordSession, SessionSource } from './session/session-source.js';
export type { ChatStorage } from './storage/chat-storage.js';
export type { Locks } from './tabs/locks.js';
export type { Fetch } from './transport/rest.js';
export type { IoFactory, SocketLike, SocketOptions } from './transport/socket-like.js';

// The reducers, for whoever keeps chats in stores of their own: pure, and tested to end in what a fresh load gives.
export { applyAfter, applyBefore, applyPage, mergeChanges, type HistoryPage } from './conversation/apply-page.js';
export { deliveryState } from './conversation/delivery-state.js';
export { applyMessage, dropAll, emptyTimeline, hasGap, isBehind, type Timeline } from './conversation/timeline.js';
export {
  applyActivity,
  applyChanges,
  applyMessageToChat,
  applyOwnRead,
  applyPresence,
  applyReceipt,
  countUnread,
  mergeSummary,
  type ChatEntry,
} from './chats/summary.js';
export type { Receipt } from './chats/members.js';
export type { AddUpload, UploadError, UploadItem, Uploads, VoiceDetails } from './uploads/upload-item.js';
export type { FileLink } from './uploads/file-links.js';
export type { Transfer, Transfers, TransferTask } from './uploads/transfer.js';
