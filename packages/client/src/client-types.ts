import type {
  Account,
  ChatSummary,
  CommandInput,
  CommandName,
  CommandOutput,
  Mention,
  Message,
  MessageType,
  ServerEventName,
  ServerEvents,
} from '@stm-chat/protocol';
import type { ChatListState } from './chats/chat-list-state.js';
import type { Clock } from './clock.js';
import type { Environment } from './connection/environment.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { ConversationState, OutgoingMessage } from './conversation/conversation-state.js';
import type { SessionSource } from './session/session-source.js';
import type { ChatStorage } from './storage/chat-storage.js';
import type { Store } from './store.js';
import type { Locks } from './tabs/locks.js';
import type { FileLink } from './uploads/file-links.js';
import type { Transfers } from './uploads/transfer.js';
import type { Uploads } from './uploads/upload-item.js';
import type { Fetch } from './transport/rest.js';
import type { IoFactory } from './transport/socket-like.js';

export interface ChatClientOptions {
  /** The server's origin, such as `https://chat.example`; `''` for the page's own. */
  readonly url: string;
  readonly session: SessionSource;
  /** Default: IndexedDB in browsers, memory elsewhere. */
  readonly storage?: ChatStorage;
  /** Seams for tests; each has a default. */
  readonly clock?: Clock;
  /** From 0 to below 1. */
  readonly random?: () => number;
  readonly fetch?: Fetch;
  readonly io?: IoFactory;
  readonly environment?: Environment;
  readonly locks?: Locks;
  readonly transfers?: Transfers;
}

/** One user's chats on one device. Make one per signed-in user, and close it when that user leaves. */
export interface ChatClient {
  readonly me: Store<Account | null>;
  readonly connection: Store<ConnectionState>;
  readonly chats: Store<ChatListState>;
  /**
   * Connects and stays connected; also the way back from `ended`. Resolves once online or ended (see `connection`),
   * never rejects.
   */
  connect(): Promise<void>;
  /** Ends the connection and everything that runs. What is in the outbox stays there. */
  close(): void;
  /** Loads the next page of the list, if there is one. Throws `ChatError`. */
  loadMoreChats(): Promise<void>;
  createChat(input: CommandInput<'create_chat'>): Promise<ChatSummary>;
  /** The same object for the same chat while it is open. */
  conversation(chatId: string): Conversation;
  /** What is typed and not sent, kept on this device. */
  draft(chatId: string): Draft;
  /**
   * Deletes what this user keeps on this device: what was not sent, and drafts. For signing out on a device that others
   * use.
   */
  forget(): Promise<void>;
  /** Files on their way, before they are part of a message. */
  readonly uploads: Uploads;
  /**
   * Where a file of a message can be loaded from, for some minutes; `fresh` when the last address did not do. Throws
   * `ChatError` (`not_found`: it is gone, or not for me).
   */
  fileLink(attachmentId: string, options?: { readonly fresh?: boolean }): Promise<FileLink>;
  /** Any command of the protocol: over the socket when it can, else over REST. Throws `ChatError`. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  /** A file of the server that asks for a token, by its path from `/api/` on. Throws `ChatError`. */
  file(path: string): Promise<Blob>;
  /** The address of a page of the server that everybody may see, by its path: whole, also where this page is of another origin. */
  addressOf(path: string): string;
  /** Messages of mine that have not reached the server, over all chats. */
  readonly outbox: Store<readonly OutgoingMessage[]>;
  /** Every event of the server, after the stores have taken it in; the answer ends the subscription. */
  on<Name extends ServerEventName>(event: Name, listener: (payload: ServerEvents[Name]) => void): () => void;
}

export interface Conversation {
  readonly chatId: string;
  readonly state: Store<ConversationState>;
  /** Joins, loads, and follows. Counted: as many `close` as `open`. `around`: which `seq` to load first. */
  open(options?: { readonly around?: number }): void;
  close(): void;
  /** The loading methods never reject: an error is in the state, as `loadError`. */
  loadBefore(): Promise<void>;
  loadAfter(): Promise<void>;
  /** Shows the messages around `seq`; keeps what is loaded when it is among them. */
  loadAround(seq: number): Promise<void>;
  loadLatest(): Promise<void>;
  /** Returns at once; the message is kept, sent in order, and tried again until the server has it or refuses it. */
  send(text: string, options?: SendOptions): OutgoingMessage;
  /** The stored message, once the server has it. Rejects with `ChatError` when it was refused or discarded. */
  whenSent(clientId: string): Promise<Message>;
  /** Tries a failed message again, as the last one in line. */
  retry(clientId: string): void;
  /** Forgets a message that has not been sent. */
  discard(clientId: string): void;
  /** Call it on every key; it sends no more than needed. */
  setTyping(isTyping: boolean): void;
  /** Everything up to `seq` has been seen. Only ever moves forward. */
  markRead(seq: number): void;
}

export interface SendOptions {
  /** The id of the message that this one answers. */
  readonly replyTo?: string;
  readonly type?: Exclude<MessageType, 'system'>;
  /** Who is meant by which part of the text, in their order; what blanks are cut off the text shifts them. */
  readonly mentions?: readonly Mention[];
  /** Ids of `uploads`: the text may then be empty. The message goes out once all of them are ready, in its turn. */
  readonly uploads?: readonly string[];
}

/** The text that somebody began to write; empty when there is none. */
export interface Draft extends Store<string> {
  set(text: string): void;
}
