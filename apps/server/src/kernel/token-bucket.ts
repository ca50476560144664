import type { Rate } from './limiter.js';

/**
 * A synchronous limit for one thing (a socket, the handshakes of this node), where a promise per event would cost more
 * than the event. Limits that nodes share are `Limiter`s.
 */
export class TokenBucket {
  #tokens: number;
  #filledAt: number;

  /** @param now milliseconds since the epoch */
  constructor(
    private readonly rate: Rate | null,
    now: number,
  ) {
    this.#tokens = rate?.burst ?? 0;
    this.#filledAt = now;
  }

  /**
   * @param now milliseconds since the epoch; a clock that goes back refills nothing
   * @returns 0 when one may pass, else the milliseconds until the next one may
   */
  take(now: number): number {
    if (this.rate === null) return 0;
    const msPerToken = this.rate.perMs / this.rate.amount;
    const refill = Math.max(0, now - this.#filledAt) / msPerToken;
    this.#tokens = Math.min(this.rate.burst, this.#tokens + refill);
    this.#filledAt = now;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) * msPerToken);
    this.#tokens -= 1;
    return 0;
  }
}
