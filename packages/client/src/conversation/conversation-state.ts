import type { ChatSummary, Mention, Message, MessageType, Reply, WireError } from '@stm-chat/protocol';
import type { ChatError } from '../chat-error.js';

/** Of my own messages: how far it got with every other party. Of others: `received`. */
export type DeliveryState = 'sent' | 'delivered' | 'read' | 'received';

/** A message of mine that is not part of the chat yet. */
export interface OutgoingMessage {
  readonly kind: 'outgoing';
  readonly clientId: string;
  readonly chatId: string;
  readonly text: string;
  readonly type: MessageType;
  readonly replyTo: Reply | null;
  readonly mentions?: readonly Mention[];
  /** ISO 8601, by this device's clock. */
  readonly createdAt: string;
  /** Ids of `ChatClient.uploads` that go with it. */
  readonly uploads?: readonly string[];
  readonly state: 'queued' | 'sending' | 'failed';
  /** With `failed`: why the server refused it. */
  readonly error?: WireError;
}

export interface StoredMessage {
  readonly kind: 'message';
  readonly message: Message;
  readonly state: DeliveryState;
}

export type MessageItem = StoredMessage | OutgoingMessage;

export interface ConversationState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** With `failed`: why. `not_found`: the chat is gone, or I am no longer in it. */
  readonly error?: ChatError;
  readonly summary?: ChatSummary;
  /** A run of the chat without holes, oldest first, then what I wrote and is still on its way. */
  readonly items: readonly MessageItem[];
  /** There are older messages to load. */
  readonly hasBefore: boolean;
  /** There are newer messages to load: the run does not reach the end of the chat, and does not grow by itself. */
  readonly hasAfter: boolean;
  readonly loadingBefore: boolean;
  readonly loadingAfter: boolean;
  /** Why the last page that was asked for did not come; gone when one does. */
  readonly loadError?: ChatError;
  /** User ids of the others who are writing. */
  readonly typing: readonly number[];
  /** Connected, joined and caught up. */
  readonly live: boolean;
}
