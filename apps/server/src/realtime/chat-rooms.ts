import type { ChatSocket } from './chat-socket.js';

/**
 * The rooms of chats on this node: the sockets that entered, verified or being verified. Not Socket.IO's rooms, whose names
 * would be made and looked up for every member of every message.
 */
export class ChatRooms {
  readonly #sockets = new Map<string, ChatSocket[]>();

  /** A socket whose connection has ended stays outside. */
  enter(socket: ChatSocket, chatId: string): void {
    const { entered } = socket.data;
    if (!socket.connected || entered.has(chatId)) return;
    entered.add(chatId);
    const room = this.#sockets.get(chatId);
    if (room === undefined) this.#sockets.set(chatId, [socket]);
    else room.push(socket);
  }

  exit(socket: ChatSocket, chatId: string): void {
    if (!socket.data.entered.delete(chatId)) return;
    const room = this.#sockets.get(chatId) ?? [];
    if (room.length <= 1) this.#sockets.delete(chatId);
    else room.splice(room.indexOf(socket), 1);
  }

  exitAll(socket: ChatSocket): void {
    for (const chatId of socket.data.entered) this.exit(socket, chatId);
  }

  /** The sockets of these users in the chat's room. */
  of(chatId: string, userIds: readonly number[]): ChatSocket[] {
    return (this.#sockets.get(chatId) ?? []).filter(({ data }) => userIds.includes(data.actor.userId));
  }
}
