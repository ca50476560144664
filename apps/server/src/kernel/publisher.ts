import type { ServerEventName, ServerEvents } from '@stm-chat/protocol';

/**
 * Sends events to the clients of this node alone. For what every node tells its own clients: what it read from the
 * database when `SharedNews` told it to, and what it says of itself.
 */
export interface LocalPublisher {
  /** To the sockets of these users that joined the chat. */
  toChat<Name extends ServerEventName>(
    chatId: string,
    userIds: readonly number[],
    event: Name,
    payload: ServerEvents[Name],
  ): void;
  /** To every device of these users. */
  toUsers<Name extends ServerEventName>(userIds: readonly number[], event: Name, payload: ServerEvents[Name]): void;
  /** To the devices of one user that have not joined the chat. */
  toUserOutside<Name extends ServerEventName>(
    chatId: string,
    userId: number,
    event: Name,
    payload: ServerEvents[Name],
  ): void;
  /** Volatile: to the joined sockets of everybody but one user; may be dropped for a slow connection. */
  toOthers<Name extends ServerEventName>(
    chatId: string,
    exceptUserId: number,
    event: Name,
    payload: ServerEvents[Name],
  ): void;
}

/**
 * How events leave, after commit and never before: to clients of every node. The realtime door implements it; features
 * know only this. Recipients of what belongs to a chat are always named: the members as the writing statement saw them.
 */
export interface Publisher extends LocalPublisher {
  readonly here: LocalPublisher;
}

export const PUBLISHER = Symbol('Publisher');
