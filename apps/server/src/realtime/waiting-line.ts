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

/** How often it moves, and how many turns of it may be made up for when the process was kept from it. */
const TURN_MS = 20;
const TURNS_AT_ONCE = 5;
/** Nobody is told to come again later than this: whoever made up a crowd may be gone long before. */
const LATEST_RETURN_MS = 30_000;

/**
 * Who comes while others are being let in waits its turn, in the order of coming, instead of being refused and guessing
 * when to try again: so the door is never idle while somebody wants in. Who would wait too long is refused, with the time
 * at which there will be room.
 */
export class WaitingLine {
  readonly #waiting = new Set<Arrival>();
  readonly #byAddress = new Map<string, number>();
  readonly #tokens: TokenBucket;
  /** Milliseconds that one takes; and how many may enter in one turn. */
  readonly #each: number;
  readonly #perTurn: number;
  readonly #room: number;
  #toldUntil = 0;
  #moves = false;

  constructor(private readonly options: WaitingLineOptions) {
    const { rate, longestWaitMs, clock } = options;
    this.#tokens = new TokenBucket(rate, clock.now());
    this.#each = rate === null ? 0 : rate.perMs / rate.amount;
    this.#perTurn = Math.max(1, Math.ceil((TURN_MS * TURNS_AT_ONCE) / this.#each));
    this.#room = rate === null ? 0 : Math.floor((longestWaitMs ?? 0) / this.#each);
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** How many of an address wait. */
  from(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }

  /** Lets it enter, at once or in its turn. @returns false when there is no room for it: then nothing was done with it */
  join(arrival: Arrival): boolean {
    if (this.#waiting.size === 0 && this.#tokens.take(this.options.clock.now()) === 0) {
      arrival.enter();
      return true;
    }
    if (this.#waiting.size >= this.#room) return false;
    this.#waiting.add(arrival);
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
    const ms = Math.max(0, this.#toldUntil - now) + this.#each;
    // Beyond that it begins anew: more than can be let in are spread over all of the time.
    return ms <= LATEST_RETURN_MS ? ms : Math.min(this.#each, LATEST_RETURN_MS);
  }

  /** The same, to somebody who will keep to it: who asks next is told a later time, so that not all come back at one. */
  promiseRoomMs(): number {
    const ms = this.roomInMs();
    this.#toldUntil = this.options.clock.now() + ms;
    return ms;
  }

  #moveIn(ms: number): void {
    if (this.#moves) return;
    this.#moves = true;
    this.options.clock.after(ms, () => {
      this.#moves = false;
      this.#move();
    });
  }

  #move(): void {
    let pauseMs = TURN_MS;
    let entered = 0;
    for (const next of this.#waiting) {
      const isClosed = this.options.isClosed();
      if (!isClosed) {
        const waitMs = entered < this.#perTurn ? this.#tokens.take(this.options.clock.now()) : TURN_MS;
        if (waitMs > 0) {
          pauseMs = Math.max(TURN_MS, waitMs);
          break;
        }
        entered += 1;
      }
      this.leave(next);
      if (isClosed) next.turnAway();
      else next.enter();
    }
    if (this.#waiting.size > 0) this.#moveIn(pauseMs);
  }
}
