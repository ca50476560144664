/** The headless SDK of STM Chat: connection, calls, outbox, sync and stores; no user interface. */
export { ChatError, SessionEnded } from './chat-error.js';
export { createChatClient } from './client.js';
export { deliveryState } from './conversation/delivery-state.js';
export { passwordSession, type PasswordSessionOptions } from './session/password-session.js';
export { tokenSource } from './session/token-source.js';
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
export type { IoFactory, SocketLike, SocketOptions } from './transport/socket-like.js';
