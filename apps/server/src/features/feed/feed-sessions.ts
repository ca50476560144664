import type { Database } from '../../database/database.js';
import type { Clock } from '../../kernel/clock.js';
import { FeedSession } from './feed-session.js';

/** Well within the time after which PostgreSQL ends a silent session. */
const PING_MS = 5000;

/** The present session of this server; a new one when it was lost. */
export class FeedSessions {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #names: () => readonly string[];
  #session: FeedSession | null = null;
  #opening: Promise<FeedSession> | null = null;
  #cancelPing: () => void = () => undefined;

  /** @param names this server's followers: every session makes sure of their marks */
  constructor(database: Database, clock: Clock, names: () => readonly string[]) {
    this.#database = database;
    this.#clock = clock;
    this.#names = names;
  }

  /** @throws what `pg` throws when the database cannot be reached */
  async current(): Promise<FeedSession> {
    if (this.#session !== null && !this.#session.lost) return this.#session;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Frees the locks. Nobody may ask for a session any more. */
  async close(): Promise<void> {
    this.#cancelPing();
    await this.#opening?.catch(() => undefined);
    await this.#session?.close();
  }

  async #open(): Promise<FeedSession> {
    const session = await FeedSession.open(this.#database);
    await session.name(this.#names());
    this.#session = session;
    this.#pingLater(session);
    return session;
  }

  #pingLater(session: FeedSession): void {
    this.#cancelPing();
    this.#cancelPing = this.#clock.after(PING_MS, () => {
      if (session.lost) return;
      session.ping().catch(() => session.drop());
      this.#pingLater(session);
    });
  }
}
