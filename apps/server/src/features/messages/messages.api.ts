import type { Message } from '@stm-chat/protocol';
import type { SharedNews } from '../../kernel/bus.js';
import type { StoredClientId } from './client-key.js';
import type { MemberView } from '../chats/chats.api.js';
import type { StoredPreview } from './message-record.js';

// What every answer that shows messages is made of.
export { type RecordRow, type StoredPreview, toRecord } from './message-record.js';
export { toWire } from './messages.mapper.js';

export interface MessageKey {
  readonly chatId: string;
  readonly seq: number;
}

/** Messages that people sent. */
export interface MessagesCommitted {
  readonly chatId: string;
  /** The members as the writing statement saw them. */
  readonly memberIds: readonly number[];
  /** In `seq` order. */
  readonly messages: readonly Message[];
}

/** A message that was changed, and those that quote it. */
export interface MessagesChanged extends MessagesCommitted {
  readonly kind: 'edited' | 'deleted' | 'reacted' | 'pinned' | 'previewed' | 'played';
}

/** What an LSM was given to read of a chat: everything that it was given lies in `from`…`to`. */
export interface ReadRange {
  readonly chatId: string;
  readonly userId: number;
  readonly from: number;
  readonly to: number;
}

/** How far a chat was when a member looked at it. */
export interface ChatPosition {
  readonly last_seq: number;
  readonly revision: number;
}

/** What was said. */
export interface Messages {
  /** These messages as they are now, in no order; nothing for those that do not exist. Asks nobody's permission. */
  readAt(keys: readonly MessageKey[]): Promise<Message[]>;
  /** These messages as they were where a member's reading ends (for a seat: as they are now), ascending. */
  readAsOf(member: MemberView, seqs: readonly number[]): Promise<Message[]>;
  /** The last message up to where somebody reads whose seat has ended, as it was then. */
  readLastOf(member: MemberView): Promise<Message | undefined>;
  /**
   * Writes down what an LSM is about to be given. Whatever gives an LSM what was said (history, search, files, evidence)
   * notes it first.
   * @throws CommandError `unavailable`: then nothing may be given
   */
  noteRead(ranges: readonly ReadRange[]): Promise<void>;
  /** An LSM is about to join a chat's room: what is published there reaches it once it was noted as read. */
  lsmJoins(userId: number): void;
  /** The SQL function `remove_message` took a message away, in another feature's transaction: everybody is told. */
  removed(chatId: string, messageId: string): Promise<void>;
  /**
   * Gives a message the preview of a link that is in it, and tells everybody; nothing where the link is gone by now, or had
   * its preview before. Again changes nothing.
   */
  preview(key: MessageKey, preview: StoredPreview): Promise<void>;
  /** How a client's name for a message is stored. */
  storedClientId(clientId: string | null): StoredClientId;
  /**
   * Goes round the joining of a chat's room. From what `join` gives (read with the room entered) this server publishes
   * that chat's messages without gaps: it needs to know where they begin.
   */
  joining<T extends ChatPosition>(chatId: string, join: () => Promise<T>): Promise<T>;
  /** A SQL function of another feature brought a chat this far: what was not published yet is, in its turn, on every node. */
  reached(chatId: string, at: { readonly seq?: number; readonly revision?: number }): void;
  /** A chat was found to be this far: what this node missed it publishes. */
  seenAt(chatId: string, revision: number): void;
  /** Told after commit and publication, on every node. */
  readonly committed: SharedNews<MessagesCommitted>;
  /** Told after commit and publication, on every node. */
  readonly changed: SharedNews<MessagesChanged>;
}

export const MESSAGES = Symbol('Messages');
