import { NAMESPACE, type ServerEventName, type ServerEvents, type WireError } from '@stm-chat/protocol';
import type { Clock } from '../kernel/clock.js';
import type { ChatPresence, LocalEndings, LiveConnection, LiveConnections } from '../kernel/connection.js';
import type { Logger } from '../kernel/logger.js';
import { News } from '../kernel/news.js';
import type { LocalPublisher } from '../kernel/publisher.js';
import { ChatRooms } from './chat-rooms.js';
import type { ChatNamespace, ChatSocket } from './chat-socket.js';
import { sendToAll, sendToReady } from './direct-send.js';
import { JoinedChats } from './joined-chats.js';
import { sessionRoom, userRoom } from './rooms.js';
import { encodeEvent } from './wire-parser.js';

/** No handshake takes longer between its authentication and its first room. */
const HANDSHAKE_MAX_MS = 60_000;

/** Told at once of what changes here, for the other nodes. */
export interface HubWatcher {
  /** One more or one less connection of this user. */
  connectionsChanged(userId: number): void;
  /** The user's first socket here that joined. @returns whether the user had joined elsewhere before */
  chatJoined(chatId: string, userId: number): boolean;
  /** The user's last socket here that had joined. @returns whether the user is joined elsewhere still */
  chatLeft(chatId: string, userId: number): boolean;
}

/**
 * The sockets of this node: one Socket.IO namespace. It exists before the namespace does (features are built first);
 * until then nobody is connected, and what is published has no recipient.
 */
export class SocketHub implements LocalPublisher, LocalEndings {
  readonly rooms = new ChatRooms();
  readonly #joined = new JoinedChats();
  readonly #left: News<ChatPresence>;
  readonly #online: News<number>;
  readonly #offline: News<number>;
  readonly #socketsOfUser = new Map<number, Set<ChatSocket>>();
  /** Users and sessions closed lately, with the time: a handshake may have been authenticated just before. */
  readonly #closedAt = new Map<string, number>();
  #namespace: ChatNamespace | null = null;
  #watcher: HubWatcher | null = null;

  constructor(
    logger: Logger,
    private readonly clock: Clock,
    /** Told of typing and presence that did not go to who is slow to read. */
    private readonly onVolatileDropped: (packets: number) => void = () => undefined,
  ) {
    const onError = (error: unknown) => logger.error({ err: error }, 'a listener of connections failed');
    this.#left = new News(onError);
    this.#online = new News(onError);
    this.#offline = new News(onError);
  }

  /** Called once, by the realtime server. */
  attach(namespace: ChatNamespace): void {
    this.#namespace = namespace;
  }

  /** Called once, before anybody is connected. */
  watchedBy(watcher: HubWatcher): void {
    this.#watcher = watcher;
  }

  toChat<Name extends ServerEventName>(
    chatId: string,
    userIds: readonly number[],
    event: Name,
    payload: ServerEvents[Name],
  ): void {
    // Also to who has entered and is being verified: named here, they are members, and so they miss nothing between
    // what the verification saw and the end of their joining.
    const recipients = this.rooms.of(chatId, userIds);
    if (recipients.length > 0) sendToAll(recipients, encodeEvent(NAMESPACE, event, payload));
  }

  toUsers<Name extends ServerEventName>(userIds: readonly number[], event: Name, payload: ServerEvents[Name]): void {
    const rooms = userIds.filter((userId) => this.isOnline(userId)).map(userRoom);
    if (rooms.length > 0) this.#namespace?.to(rooms).emit(event, payload);
  }

  toUserOutside<Name extends ServerEventName>(
    chatId: string,
    userId: number,
    event: Name,
    payload: ServerEvents[Name],
  ): void {
    const outside = this.socketsOf(userId).filter(({ data }) => !data.entered.has(chatId));
    if (outside.length > 0) sendToAll(outside, encodeEvent(NAMESPACE, event, payload));
  }

  toOthers<Name extends ServerEventName>(
    chatId: string,
    exceptUserId: number,
    event: Name,
    payload: ServerEvents[Name],
  ): void {
    const others = this.#joined.users(chatId).filter((id) => id !== exceptUserId);
    const recipients = this.rooms.of(chatId, others);
    if (recipients.length === 0) return;
    const dropped = sendToReady(recipients, encodeEvent(NAMESPACE, event, payload));
    if (dropped > 0) this.onVolatileDropped(dropped);
  }

  isOnline(userId: number): boolean {
    return this.#socketsOfUser.has(userId);
  }

  hasJoined(chatId: string, userId: number): boolean {
    return this.#joined.has(chatId, userId);
  }

  isOutside(chatId: string, userId: number): boolean {
    for (const socket of this.#socketsOfUser.get(userId) ?? []) if (!socket.data.joined.has(chatId)) return true;
    return false;
  }

  joinedUsers(chatId: string): readonly number[] {
    return this.#joined.users(chatId);
  }

  joinedChats(): { chatId: string; userIds: number[] }[] {
    return [...this.#joined.chats()].map((chatId) => ({ chatId, userIds: this.#joined.users(chatId) }));
  }

  removeFromChat(chatId: string, userId: number): void {
    for (const socket of this.socketsOf(userId)) socket.data.connection.leaveChat(chatId);
  }

  closeUser(userId: number, reason: WireError): void {
    this.#close(userRoom(userId), reason);
  }

  closeSession(sessionId: string, reason: WireError): void {
    this.#close(sessionRoom(sessionId), reason);
  }

  onChatLeft(listener: (left: ChatPresence) => void): void {
    this.#left.subscribe(listener);
  }

  onUserOnline(listener: (userId: number) => void): void {
    this.#online.subscribe(listener);
  }

  onUserOffline(listener: (userId: number) => void): void {
    this.#offline.subscribe(listener);
  }

  /** True when this user or session was closed since `time` (milliseconds since the epoch). */
  wasClosedSince(time: number, userId: number, sessionId: string | null): boolean {
    const rooms = [userRoom(userId), ...(sessionId === null ? [] : [sessionRoom(sessionId)])];
    return rooms.some((room) => (this.#closedAt.get(room) ?? 0) >= time);
  }

  /** The sockets of a user on this node, oldest first. */
  socketsOf(userId: number): ChatSocket[] {
    return [...(this.#socketsOfUser.get(userId) ?? [])];
  }

  live(most: number): LiveConnections {
    const all = [...this.#socketsOfUser.values()].flatMap((sockets) => [...sockets]);
    const latest = all.toSorted((a, b) => b.data.authenticatedAt - a.data.authenticatedAt).slice(0, most);
    return { users: this.#socketsOfUser.size, connections: all.length, latest: latest.map(toLive) };
  }

  /** Everybody who is connected to this node. */
  users(): number[] {
    return [...this.#socketsOfUser.keys()];
  }

  socketCame(socket: ChatSocket): void {
    const { userId } = socket.data.actor;
    const sockets = this.#socketsOfUser.get(userId);
    if (sockets === undefined) this.#socketsOfUser.set(userId, new Set([socket]));
    else sockets.add(socket);
    if (sockets === undefined) this.#online.tell(userId);
    this.#watcher?.connectionsChanged(userId);
  }

  socketWent(socket: ChatSocket): void {
    const { userId } = socket.data.actor;
    this.rooms.exitAll(socket);
    for (const chatId of socket.data.joined) this.left(socket, chatId);
    const sockets = this.#socketsOfUser.get(userId);
    if (sockets?.delete(socket) !== true) return;
    if (sockets.size === 0) {
      this.#socketsOfUser.delete(userId);
      this.#offline.tell(userId);
    }
    this.#watcher?.connectionsChanged(userId);
  }

  /** A verified socket entered; tells the others at the user's first one. */
  entered(socket: ChatSocket, chatId: string): void {
    if (socket.data.joined.has(chatId)) return;
    const { userId } = socket.data.actor;
    socket.data.joined.add(chatId);
    if (!this.#joined.add(chatId, userId)) return;
    if (this.#watcher?.chatJoined(chatId, userId) !== true) this.tellOthers(chatId, userId, 'user_joined');
  }

  left(socket: ChatSocket, chatId: string): void {
    const { userId } = socket.data.actor;
    if (!socket.data.joined.delete(chatId)) return;
    if (!this.#joined.remove(chatId, userId)) return;
    if (this.#watcher?.chatLeft(chatId, userId) !== true) this.tellOthers(chatId, userId, 'user_left');
    this.#left.tell({ chatId, userId });
  }

  /** The others who have joined here learn that somebody came or went, here or elsewhere. */
  tellOthers(chatId: string, userId: number, event: 'user_joined' | 'user_left'): void {
    const others = this.#joined.users(chatId).filter((other) => other !== userId);
    this.toChat(chatId, others, event, { userId, chatId });
  }

  #close(room: string, reason: WireError): void {
    this.#closedAt.set(room, this.clock.now());
    this.clock.after(HANDSHAKE_MAX_MS, () => this.#closedAt.delete(room));
    this.#namespace?.to(room).emit('error', { message: reason.message, code: reason.code });
    this.#namespace?.in(room).disconnectSockets(true);
  }
}

function toLive({ conn, data }: ChatSocket): LiveConnection {
  return {
    userId: data.actor.userId,
    transport: conn.transport.name,
    since: new Date(data.authenticatedAt),
    joined: data.joined.size,
    userAgent: data.userAgent,
  };
}
