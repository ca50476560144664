import { CommandError } from '../kernel/errors.js';
import type { UserActor } from '../kernel/actor.js';
import type { Connection } from '../kernel/connection.js';
import type { ChatSocket } from './chat-socket.js';
import { sessionRoom } from './rooms.js';
import type { SocketHub } from './socket-hub.js';

/** The kernel's view of one socket. */
export class SocketConnection implements Connection {
  constructor(
    private readonly socket: ChatSocket,
    private readonly hub: SocketHub,
  ) {}

  get id(): string {
    return this.socket.id;
  }

  async joinChat<T>(chatId: string, verify: () => Promise<T>): Promise<T> {
    this.hub.rooms.enter(this.socket, chatId);
    let verified: T;
    try {
      verified = await verify();
    } catch (error) {
      // A joined chat stays joined while the database is away; it ends when the user is no member any more.
      if (!this.hasJoined(chatId) || isRefusal(error)) this.#exit(chatId);
      throw error;
    }
    if (!this.socket.data.entered.has(chatId)) throw new CommandError('not_found', 'No such chat.'); // removed meanwhile
    this.hub.entered(this.socket, chatId);
    this.socket.emit('joined_chat', { chatId, message: 'Joined the chat.' });
    return verified;
  }

  leaveChat(chatId: string): void {
    this.#exit(chatId);
    this.socket.emit('left_chat', { chatId });
  }

  #exit(chatId: string): void {
    this.hub.rooms.exit(this.socket, chatId);
    this.hub.left(this.socket, chatId);
  }

  hasJoined(chatId: string): boolean {
    return this.socket.data.joined.has(chatId);
  }

  renew(actor: UserActor): void {
    const { sessionId } = this.socket.data.actor;
    if (sessionId !== null && sessionId !== actor.sessionId) void this.socket.leave(sessionRoom(sessionId));
    if (actor.sessionId !== null) void this.socket.join(sessionRoom(actor.sessionId));
    this.socket.data.actor = actor;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof CommandError && (error.code === 'not_found' || error.code === 'forbidden');
}
