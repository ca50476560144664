import type { Clock } from '../kernel/clock.js';
import type { Rate } from '../kernel/limiter.js';
import { TokenBucket } from '../kernel/token-bucket.js';

/** Somebody who wants in. */
export interface Arrival {
  /** Of the client, as connections are counted. */
  readonly address: string;
  /** Its turn has come. */
  enter(): void;
  /** Nobody comes in for now: it has to come again. */
  turnAway(): void;
}

export interface WaitingLineOptions {
  /** How fast it moves; null: nobody waits. */
  readonly rate: Rate | null;
  /** Nobody is let wait longer, in milliseconds; null: who cannot enter at once is refused. */
  readonly longestWaitMs: number | null;
  /** While true nobody enters, and whoever waits is turned away. */
  readonly isClosed: () => boolean;
  readonly clock: Clock;
}

/** How often it moves; how many turns' worth may enter in one, and how many always may. */
const TURN_MS = 20;
const TURNS_AT_ONCE = 2;
const ALWAYS_PER_TURN = 20;
/** The pace at which it moves is that of about so long, in milliseconds, or of so many who entered. */
const PACE_OVER_MS = 1000;
const PACE_OVER = 20;
/** Of who may wait so many are let wait: the pace may fall, and nobody is to wait in vain. */
const CAUTION = 0.85;
/** Nobody is told to come again later than this: whoever made up a crowd may be gone long before. */
const LATEST_RETURN_MS = 30_000;

/**
 * Who comes while others are being let in waits its turn, in the order of coming, instead of being refused and guessing
 * when to try again: so the door is never idle while somebody wants in. Who would wait too long is refused, with the time
 * at which there will be room.
 *
 * A turn lets few in, and is taken when the process comes to it: one that is late, as those who are in keep it busy, lets in
 * fewer in a second, down to a trickle. How many may wait, and when there will be room, follows from the pace at which it
 * really moves.
 */
export class WaitingLine {
  readonly #waiting = new Map<Arrival, number>();
  readonly #byAddress = new Map<string, number>();
  readonly #tokens: TokenBucket;
  /** Who may enter in a millisecond, and who did lately. */
  readonly #bestPace: number;
  #pace: number;
  readonly #perTurn: number;
  /** Entered since the last turn, which was then. */
  #entered = 0;
  #turnAt = 0;
  #toldUntil = 0;
  #moves = false;

  constructor(private readonly options: WaitingLineOptions) {
    const { rate, longestWaitMs, clock } = options;
    this.#tokens = new TokenBucket(rate, clock.now());
    this.#bestPace = rate === null ? Number.POSITIVE_INFINITY : rate.amount / rate.perMs;
    this.#pace = this.#bestPace;
    // Where nobody waits, who could enter a moment later is not refused for it.
    this.#perTurn =
      longestWaitMs === null
        ? Number.POSITIVE_INFINITY
        : Math.max(ALWAYS_PER_TURN, TURN_MS * TURNS_AT_ONCE * this.#bestPace);
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether anybody can wait at all. */
  get hasPlaces(): boolean {
    return this.options.rate !== null && this.options.longestWaitMs !== null;
  }

  /** How many of an address wait. */
  from(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }

  /** Lets it enter, at once or in its turn. @returns false when there is no room for it: then nothing was done with it */
  join(arrival: Arrival): boolean {
    const now = this.options.clock.now();
    if (this.#waiting.size === 0 && this.#mayEnter(now)) {
      arrival.enter();
      return true;
    }
    if (this.#waiting.size >= this.#room) return false;
    this.#waiting.set(arrival, now);
    this.#byAddress.set(arrival.address, this.from(arrival.address) + 1);
    this.#moveIn(TURN_MS);
    return true;
  }

  /** It waits no longer; of one that did not wait nothing changes. */
  leave(arrival: Arrival): void {
    if (!this.#waiting.delete(arrival)) return;
    const left = this.from(arrival.address) - 1;
    if (left > 0) this.#byAddress.set(arrival.address, left);
    else this.#byAddress.delete(arrival.address);
  }

  /** Milliseconds after which somebody who was refused now finds room. */
  roomInMs(): number {
    const now = this.options.clock.now();
    const each = 1 / this.#pace;
    const ms = Math.max(0, this.#toldUntil - now) + each;
    // Beyond that it begins anew: more than can be let in are spread over all of the time.
    return ms <= LATEST_RETURN_MS ? ms : Math.min(each, LATEST_RETURN_MS);
  }

  /** The same, to somebody who will keep to it: who asks next is told a later time, so that not all come back at one. */
  promiseRoomMs(): number {
    const ms = this.roomInMs();
    this.#toldUntil = this.options.clock.now() + ms;
    return ms;
  }

  get #room(): number {
    const { rate, longestWaitMs } = this.options;
    return rate === null ? 0 : Math.floor((longestWaitMs ?? 0) * CAUTION * this.#pace);
  }

  /** Takes a place in this turn, if there is one. */
  #mayEnter(now: number): boolean {
    if (this.#entered >= this.#perTurn || this.#tokens.take(now) > 0) return false;
    this.#entered += 1;
    if (this.options.rate !== null) this.#moveIn(TURN_MS);
    return true;
  }

  #moveIn(ms: number): void {
    if (this.#moves) return;
    this.#moves = true;
    const now = this.options.clock.now();
    if (now - this.#turnAt > PACE_OVER_MS + TURN_MS && this.#waiting.size === 0) this.#pace = this.#bestPace;
    this.#turnAt = now;
    this.options.clock.after(ms, () => {
      this.#moves = false;
      this.#move();
    });
  }

  #move(): void {
    const now = this.options.clock.now();
    this.#notePace(now);
    this.#entered = 0;
    const { longestWaitMs, isClosed } = this.options;
    for (const [next, cameAt] of this.#waiting) {
      const isAway = isClosed() || now - cameAt > (longestWaitMs ?? 0);
      if (!isAway && !this.#mayEnter(now)) break;
      this.leave(next);
      if (isAway) next.turnAway();
      else next.enter();
    }
    if (this.#waiting.size > 0) this.#moveIn(TURN_MS);
  }

  /** Only a line that somebody still waits in shows how fast it can move; without one it forgets how slow it was. */
  #notePace(now: number): void {
    const ms = now - this.#turnAt;
    if (ms <= 0) return;
    const pace = this.#waiting.size === 0 ? this.#bestPace : this.#entered / ms;
    const share = Math.min(1, ms / Math.max(PACE_OVER_MS, PACE_OVER / this.#bestPace));
    this.#pace = Math.min(this.#bestPace, this.#pace + (pace - this.#pace) * share);
  }
}
