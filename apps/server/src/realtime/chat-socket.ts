import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io';
import type { UserActor } from '../kernel/actor.js';
import type { Connection } from '../kernel/connection.js';
import type { TokenBucket } from '../kernel/token-bucket.js';

/** What we keep with each socket. */
export interface SocketData {
  actor: UserActor;
  /** When the token was about to be checked, in milliseconds since the epoch. */
  readonly authenticatedAt: number;
  readonly address: string;
  readonly userAgent: string | null;
  readonly connection: Connection;
  /** Chats whose room this socket is in: `ChatRooms`. */
  readonly entered: Set<string>;
  /** Those of them in which it was verified. */
  readonly joined: Set<string>;
  readonly events: TokenBucket;
  /** Refused events: a client that goes on and on is closed. */
  readonly refusals: TokenBucket;
}

export type ChatSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
export type ChatNamespace = Namespace<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
export type ChatServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
