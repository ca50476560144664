import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { FeedHandler, FeedWants } from './feed.api.js';
import type { FeedPage } from './feed.mapper.js';
import type { FeedPortion } from './feed-session.js';
import type { FeedSessions } from './feed-sessions.js';

/** Entries in one go. */
const BATCH = 500;
/** After a round that had something to do: what comes meanwhile is done together, which is much cheaper. */
const PACE_MS = 200;
/** The same while there is load: still, what is due within a second is done. */
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

/** What a follower that gives way does in one round: some ten milliseconds of the database. */
const ENTRIES_AT_ONCE = 50;
const MESSAGES_AT_ONCE = 200;
/** After a whole bite, when it does not give way: with more than a thousand messages a second it would never catch up else. */
const BITE_PACE_MS = 20;
/** The part of the time that it works: while there is load, while there is and it lost its patience, and else. */
const BUSY_SHARE = 0.01;
const IMPATIENT_SHARE = 0.2;
const IDLE_SHARE = 0.5;
const REST_MAX_MS = 10_000;
/** When it is behind by so much, it gives way no more than to leave most of the time to others. */
const PATIENCE_MS = 300_000;

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
  /** See `Feed.follow`. */
  readonly givesWay?: boolean;
  readonly wants?: FeedWants | undefined;
  /** Whether there is load, so that what can wait should. */
  readonly isBusy?: () => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each step of a round that has entries: a test dies there. */
  readonly afterStep?: (step: FollowerStep) => void;
}

/**
 * Follows for one name: reads what is new and settled, has the handler do its work, and moves the mark, also past what
 * the handler does not want. Whatever
 * happens between two of these, the next round, here or on another server, begins at the mark again.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #portion: FeedPortion;
  #running: Promise<void> | null = null;
  #stopped = false;
  #woken = false;
  #deaf = false;
  #endRest: () => void = () => undefined;
  #unsettledRounds = 0;
  #failures = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    const { givesWay = false, wants = null } = options;
    this.#portion = givesWay
      ? { entries: ENTRIES_AT_ONCE, messages: MESSAGES_AT_ONCE, wants }
      : { entries: BATCH, messages: null, wants };
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
    const { name, handler, sessions, clock, logger, afterStep, givesWay = false } = this.#options;
    try {
      const session = await sessions.current();
      if (!(await session.lead(name))) return { ms: STANDBY_MS, deaf: true };
      const started = clock.now();
      const { found, page } = await session.read(name, this.#portion);
      if (page !== null) {
        afterStep?.('read');
        await handler(page.batch);
        afterStep?.('handled');
        await session.move(name, page.end);
        afterStep?.('moved');
      }
      this.#failures = 0;
      if (givesWay && page !== null) return this.#pauseToGiveWay(started, page);
      return this.#pauseAfter(page?.entries ?? 0, found);
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
    if (done > 0) return { ms: this.#isBusy ? BUSY_PACE_MS : PACE_MS, deaf: true };
    if (found === 0) return { ms: POLL_MS, deaf: false };
    return { ms: Math.min(UNSETTLED_MS * 2 ** (this.#unsettledRounds - 1), POLL_MS), deaf: false };
  }

  get #isBusy(): boolean {
    return this.#options.isBusy?.() === true;
  }

  /** @param started when its work began. @param page what it was */
  #pauseToGiveWay(started: number, page: FeedPage): Pause {
    this.#unsettledRounds = 0;
    const now = this.#options.clock.now();
    const isPatient = now - page.batch.since.getTime() < PATIENCE_MS;
    const share = this.#isBusy ? (isPatient ? BUSY_SHARE : IMPATIENT_SHARE) : IDLE_SHARE;
    const leastMs = isWholeBite(page) && share > BUSY_SHARE ? BITE_PACE_MS : PACE_MS;
    const ms = Math.min(Math.max(leastMs, Math.round((now - started) * (1 / share - 1))), REST_MAX_MS);
    return { ms, deaf: true };
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

/** Whether a round of one that gives way had as much as it may have, so that there may be more. */
function isWholeBite({ entries, batch }: FeedPage): boolean {
  const messages = batch.messages.reduce((sum, { from, to }) => sum + to - from + 1, batch.changes.length);
  return entries === ENTRIES_AT_ONCE || messages >= MESSAGES_AT_ONCE;
}
