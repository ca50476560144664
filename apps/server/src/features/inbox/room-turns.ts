import { Injectable } from '@nestjs/common';
import type { Connection } from '../../kernel/connection.js';

/**
 * Joining asks the database, and a client does not wait: a page that leaves and joins again at once (React's strict mode
 * does) must end up joined. So the joins and leaves of one connection and chat are done one after the other.
 */
@Injectable()
export class RoomTurns {
  readonly #turns = new WeakMap<Connection, Map<string, Promise<unknown>>>();

  /** Runs `step` when those before it are done, whatever became of them. */
  take<T>(connection: Connection, chatId: string, step: () => Promise<T>): Promise<T> {
    const chats = this.#turns.get(connection) ?? new Map<string, Promise<unknown>>();
    this.#turns.set(connection, chats);
    const before = chats.get(chatId);
    const turn = before === undefined ? step() : before.then(step, step);
    chats.set(chatId, turn);
    const done = () => {
      if (chats.get(chatId) === turn) chats.delete(chatId);
    };
    turn.then(done, done);
    return turn;
  }
}
