import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

const RETRY_MS = 1000;

export interface RoundsOptions<Item> {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the work is, for the log. */
  readonly what: string;
  /** The most items of one round. */
  readonly most: number;
  /** Of one round. What it throws brings its items back after a second. */
  readonly work: (items: readonly Item[]) => Promise<void>;
}

/**
 * Work that is done for many at a time, one round after the other, so that what a later round reads or tells is never
 * overtaken by an earlier one. Idle, a round begins at once; what comes while one is under way becomes the next.
 */
export class Rounds<Item> {
  readonly #options: RoundsOptions<Item>;
  readonly #waiting = new Map<number | string, Item>();
  #round: Promise<void> | null = null;
  #cancelRetry: (() => void) | null = null;
  #stopped = false;

  constructor(options: RoundsOptions<Item>) {
    this.#options = options;
  }

  /** Of several items of one key that wait, the last one counts. */
  add(key: number | string, item: Item): void {
    this.#waiting.delete(key);
    this.#waiting.set(key, item);
    this.#begin();
  }

  /** Ends when the round that is under way has ended; what waits is left undone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry?.();
    await this.#round;
  }

  #begin(): void {
    if (this.#round !== null || this.#cancelRetry !== null || this.#stopped || this.#waiting.size === 0) return;
    const taken = [...this.#waiting].slice(0, this.#options.most);
    for (const [key] of taken) this.#waiting.delete(key);
    this.#round = this.#work(taken).finally(() => {
      this.#round = null;
      this.#begin();
    });
  }

  async #work(taken: readonly (readonly [number | string, Item])[]): Promise<void> {
    const { work, clock, logger, what } = this.#options;
    try {
      await work(taken.map(([, item]) => item));
    } catch (error) {
      logger.warn({ err: error, items: taken.length }, `${what} failed, and is tried again`);
      for (const [key, item] of taken) if (!this.#waiting.has(key)) this.#waiting.set(key, item);
      this.#cancelRetry = clock.after(RETRY_MS, () => {
        this.#cancelRetry = null;
        this.#begin();
      });
    }
  }
}
