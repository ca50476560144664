import type { Database } from '../../database/database.js';
import { connectionIsLost } from '../../database/database-errors.js';
import type { DirectConnection } from '../../database/direct-connection.js';
import type { FeedWants } from './feed.api.js';
import { type FeedAhead, type FeedPosition, type FeedRow, toAhead } from './feed.mapper.js';
import * as sql from './feed.queries.js';

/** A server that works says something every second. */
const SILENT_MS = 15_000;

/** How much of what is ahead a follower reads, and of what. */
export interface FeedPortion {
  /** Entries, at most. */
  readonly entries: number;
  /** Messages: no entry is added to those that have so many. Null: any number. */
  readonly messages: number | null;
  /** Null: messages and changes. */
  readonly wants: FeedWants | null;
}

/**
 * A connection of this server's own, shared by its followers. Holding the lock of a name means following for it; a lock
 * lives as long as the session: kill -9 of the server frees it at once, and a server that hangs loses it soon.
 */
export class FeedSession {
  readonly #connection: DirectConnection;
  readonly #led = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(connection: DirectConnection) {
    this.#connection = connection;
  }

  /**
   * @param silentMs PostgreSQL ends the session when nothing was said for so long
   * @throws what `pg` throws when the database cannot be reached
   */
  static async open(database: Database, silentMs = SILENT_MS): Promise<FeedSession> {
    const session = new FeedSession(await database.realtime.connect('feed'));
    try {
      await session.#run(sql.PREPARE_SESSION, [silentMs]);
      await session.#run(sql.REPAIR_ENTRIES);
      await session.#run(sql.REPAIR_MARKS);
    } catch (error) {
      session.drop();
      throw error;
    }
    return session;
  }

  /** The locks are gone, and another server may hold them: nothing can be done with it any more. */
  get lost(): boolean {
    return this.#connection.lost;
  }

  /** Makes sure of the followers' marks, and says that a server still knows these names. */
  async name(followers: readonly string[]): Promise<void> {
    await this.#run(sql.NAME_FOLLOWERS, [followers]);
  }

  /** @returns false when another server follows for this name */
  async lead(follower: string): Promise<boolean> {
    if (this.#led.has(follower)) return true;
    const [row] = await this.#run<{ taken: boolean }>(sql.TAKE_LOCK, [follower]);
    if (row?.taken === true) this.#led.add(follower);
    return row?.taken === true;
  }

  /** What comes after the follower's mark. */
  async read(follower: string, { entries, messages, wants }: FeedPortion): Promise<FeedAhead> {
    const values = [follower, entries, messages, wants !== 'changes', wants !== 'messages'];
    const [row] = await this.#run<FeedRow>(sql.READ_FEED, values);
    if (row === undefined) throw new Error('read_feed gave no row');
    return toAhead(row);
  }

  async move(follower: string, { xid, id }: FeedPosition): Promise<void> {
    const moved = await this.#run(sql.MOVE_MARK, [follower, xid, id]);
    if (moved.length === 0) throw new Error(`the follower ${follower} has no mark any more`);
  }

  /** Says something, so that the session is not taken for a dead one. */
  async ping(): Promise<void> {
    await this.#run('select 1');
  }

  /** @returns names that no server has claimed for a week: they are no followers any more */
  async forget(): Promise<string[]> {
    return (await this.#run<{ name: string }>(sql.FORGET_FOLLOWERS)).map(({ name }) => name);
  }

  /** Deletes at most `most` of the entries that all followers have passed. @returns how many it were */
  async prune(most: number): Promise<number> {
    return (await this.#run(sql.PRUNE_ENTRIES, [most])).length;
  }

  /** Lets the locks go at once. */
  drop(): void {
    this.#connection.drop();
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#connection.close();
  }

  /** One statement at a time: the followers share the connection. */
  #run<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    const query = async () => {
      try {
        return await this.#connection.query<R>(text, values);
      } catch (error) {
        // Perhaps only the answer is late: what is sent next would wait behind it.
        if (connectionIsLost(error)) this.#connection.drop();
        throw error;
      }
    };
    const result = this.#last.then(query, query);
    this.#last = result;
    return result;
  }
}
