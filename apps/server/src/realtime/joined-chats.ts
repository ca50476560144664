/** Who has joined which chat on this node, by counting sockets; knows no socket itself. */
export class JoinedChats {
  readonly #chats = new Map<string, Map<number, number>>();

  /** @returns true for the user's first joined socket of this chat */
  add(chatId: string, userId: number): boolean {
    let users = this.#chats.get(chatId);
    if (users === undefined) this.#chats.set(chatId, (users = new Map()));
    const sockets = users.get(userId) ?? 0;
    users.set(userId, sockets + 1);
    return sockets === 0;
  }

  /** @returns true when that was the user's last joined socket of this chat */
  remove(chatId: string, userId: number): boolean {
    const users = this.#chats.get(chatId);
    const sockets = users?.get(userId);
    if (users === undefined || sockets === undefined) return false;
    if (sockets > 1) {
      users.set(userId, sockets - 1);
      return false;
    }
    users.delete(userId);
    if (users.size === 0) this.#chats.delete(chatId);
    return true;
  }

  has(chatId: string, userId: number): boolean {
    return this.#chats.get(chatId)?.has(userId) ?? false;
  }

  users(chatId: string): number[] {
    return [...(this.#chats.get(chatId)?.keys() ?? [])];
  }

  chats(): IterableIterator<string> {
    return this.#chats.keys();
  }
}
