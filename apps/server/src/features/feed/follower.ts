import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { FeedHandler } from './feed.api.js';
import { toEntry } from './feed.mapper.js';
import type { FeedSessions } from './feed-sessions.js';

/** Entries in one go. */
const BATCH = 500;
/** After a round that had something to do: what comes meanwhile is done together, which is much cheaper. */
const PACE_MS = 200;
/** From so many entries in one round on there is load: the pace is slower, and still what is due within a second is done. */
const BUSY = 20;
const BUSY_PACE_MS = 600;
/** Between two looks when nothing is told: what another server committed is found so. */
const POLL_MS = 500;
/** Between two attempts to follow, while another server does. */
const STANDBY_MS = 1000;
/** An entry that waits for a running transaction is looked for again soon, then less and less often. */
const UNSETTLED_MS = 20;
/** After a failure, at first and at most. */
const RETRY_MS = 1000;
const RETRY_MAX_MS = 5000;

export type FollowerStep = 'read' | 'handled' | 'moved';

interface Pause {
  readonly ms: number;
  /** Nothing that is told ends it. */
  readonly deaf: boolean;
}

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
  #deaf = false;
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

  /** There is something new: look at once, unless it rests in any case. */
  wake(): void {
    this.#woken = true;
    if (!this.#deaf) this.#endRest();
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
      await this.#rest(await this.#round());
    }
  }

  async #round(): Promise<Pause> {
    const { name, handler, sessions, logger, afterStep } = this.#options;
    try {
      const session = await sessions.current();
      if (!(await session.lead(name))) return { ms: STANDBY_MS, deaf: true };
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
      return this.#pauseAfter(rows.length, found.length);
    } catch (error) {
      this.#failures += 1;
      const fields = { err: error, follower: name, failures: this.#failures };
      logger.warn(fields, 'following the feed failed, and is tried again');
      return { ms: Math.min(RETRY_MS * 2 ** (this.#failures - 1), RETRY_MAX_MS), deaf: true };
    }
  }

  #pauseAfter(done: number, found: number): Pause {
    this.#unsettledRounds = found > done ? this.#unsettledRounds + 1 : 0;
    if (done === BATCH) return { ms: 0, deaf: false };
    if (done > 0) return { ms: done < BUSY ? PACE_MS : BUSY_PACE_MS, deaf: true };
    if (found === 0) return { ms: POLL_MS, deaf: false };
    return { ms: Math.min(UNSETTLED_MS * 2 ** (this.#unsettledRounds - 1), POLL_MS), deaf: false };
  }

  async #rest({ ms, deaf }: Pause): Promise<void> {
    if (ms === 0 || this.#stopped || (this.#woken && !deaf)) return;
    this.#deaf = deaf;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
    this.#deaf = false;
    this.#endRest = () => undefined;
  }
}
