import type { WireError } from '@stm-chat/protocol';
import type { UserActor } from './actor.js';

/** The socket that a command came over. Commands that need one are not offered over REST. */
export interface Connection {
  readonly id: string;
  /**
   * Enters the chat's room, then verifies, and leaves again when that fails: a removal between the check and the
   * entering cannot slip through. Announces the join to the caller and the others.
   * @param verify must reject when the user is not a member; what it gives is returned
   */
  joinChat<T>(chatId: string, verify: () => Promise<T>): Promise<T>;
  leaveChat(chatId: string): void;
  hasJoined(chatId: string): boolean;
  /** Puts a renewed token's actor (the same user) in the place of the present one. */
  renew(actor: UserActor): void;
}

export interface ChatPresence {
  readonly chatId: string;
  readonly userId: number;
}

/** A user who came to the first node, or left the last one. */
export interface UserAnywhere {
  readonly userId: number;
  /** Whether this node is the one that has to act on it, if only one should. */
  readonly isOurs: boolean;
}

/** A connection as an administrator sees it. */
export interface LiveConnection {
  readonly userId: number;
  readonly transport: string;
  readonly since: Date;
  /** Chats that it has joined. */
  readonly joined: number;
  readonly userAgent: string | null;
}

export interface LiveConnections {
  readonly users: number;
  readonly connections: number;
  readonly latest: readonly LiveConnection[];
}

/** What ends on this node alone, as it is known from the database: every node looks there by itself. */
export interface LocalEndings {
  removeFromChat(chatId: string, userId: number): void;
  closeUser(userId: number, reason: WireError): void;
  closeSession(sessionId: string, reason: WireError): void;
}

/** Who is connected; the realtime door implements it. Without `Anywhere` in its name, a question is about this node. */
export interface Connections extends LocalEndings {
  readonly here: LocalEndings;
  /** Those of this node, the latest first. */
  live(most: number): LiveConnections;
  isOnline(userId: number): boolean;
  hasJoined(chatId: string, userId: number): boolean;
  /** Whether a device of this user is connected that has not joined the chat. */
  isOutside(chatId: string, userId: number): boolean;
  /** Users with a joined socket. */
  joinedUsers(chatId: string): readonly number[];
  /** Every chat that is joined on this node, with the users who joined it. */
  joinedChats(): readonly { readonly chatId: string; readonly userIds: readonly number[] }[];
  isOnlineAnywhere(userId: number): boolean;
  joinedAnywhere(chatId: string): readonly number[];
  /**
   * On every node: takes all sockets of a removed member out of the chat's room; each gets `left_chat` and nothing after
   * it.
   */
  removeFromChat(chatId: string, userId: number): void;
  /** On every node: tells the reason and disconnects, for good. */
  closeUser(userId: number, reason: WireError): void;
  closeSession(sessionId: string, reason: WireError): void;
  /** After the last joined socket of a user left a chat, by leaving, removal or disconnect. */
  onChatLeft(listener: (left: ChatPresence) => void): void;
  /** After a user's first socket came. */
  onUserOnline(listener: (userId: number) => void): void;
  /** After a user's last socket went. */
  onUserOffline(listener: (userId: number) => void): void;
  onUserCameAnywhere(listener: (user: UserAnywhere) => void): void;
  onUserWentEverywhere(listener: (user: UserAnywhere) => void): void;
}

export const CONNECTIONS = Symbol('Connections');
