import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { FeedHandler } from './feed.api.js';
import { toEntry } from './feed.mapper.js';
import type { FeedSessions } from './feed-sessions.js';

/** Entries in one go. */
const BATCH = 500;
/** Between two looks when nothing is told: what another server committed is found so. */
const POLL_MS = 500;
/** Between two attempts to follow, while another server does. */
const STANDBY_MS = 1000;
/** An entry that waits for a running transaction is looked for again soon, then less and less often. */
const UNSETTLED_MS = 20;
/** After a failure, at first and at most. */
const RETRY_MS = 1000;
const RETRY_MAX_MS = 30_000;

export type FollowerStep = 'read' | 'handled' | 'moved';

export interface FollowerOptions {
  readonly name: string;
  readonly handler: FeedHandler;
  readonly sessions: FeedSessions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each step of a round that has entries: a test dies there. */
  readonly afterStep?: (step: FollowerStep) => void;
}

/**
 * Follows for one name: reads what is new and settled, has the handler do its work, and moves the mark. Whatever
 * happens between two of these, the next round, here or on another server, begins at the mark again.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #running: Promise<void> | null = null;
  #stopped = false;
  #woken = false;
  #endRest: () => void = () => undefined;
  #unsettledRounds = 0;
  #failures = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There is something new: look at once; but after a failure the pause comes first. */
  wake(): void {
    this.#woken = true;
    if (this.#failures === 0) this.#endRest();
  }

  /** Ends when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endRest();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      const pause = await this.#round();
      if (pause > 0) await this.#rest(pause);
    }
  }

  /** @returns how many milliseconds to rest if nothing is told meanwhile */
  async #round(): Promise<number> {
    const { name, handler, sessions, logger, afterStep } = this.#options;
    try {
      const session = await sessions.current();
      if (!(await session.lead(name))) return STANDBY_MS;
      const found = await session.read(name, BATCH);
      const rows = found.filter(({ settled }) => settled);
      const last = rows.at(-1);
      if (last !== undefined) {
        afterStep?.('read');
        await handler(rows.map(toEntry));
        afterStep?.('handled');
        await session.move(name, last);
        afterStep?.('moved');
      }
      this.#failures = 0;
      return this.#pauseAfter(found.length, rows.length);
    } catch (error) {
      this.#failures += 1;
      logger.warn({ err: error, follower: name, failures: this.#failures }, 'following the feed failed, and is tried again');
      return Math.min(RETRY_MS * 2 ** (this.#failures - 1), RETRY_MAX_MS);
    }
  }

  #pauseAfter(found: number, settled: number): number {
    if (settled === BATCH) return 0;
    this.#unsettledRounds = found > settled ? this.#unsettledRounds + 1 : 0;
    return this.#unsettledRounds === 0 ? POLL_MS : Math.min(UNSETTLED_MS * 2 ** (this.#unsettledRounds - 1), POLL_MS);
  }

  async #rest(ms: number): Promise<void> {
    if (this.#stopped || (this.#woken && this.#failures === 0)) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
    this.#endRest = () => undefined;
  }
}
