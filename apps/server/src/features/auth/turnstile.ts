import { unavailable } from '../../kernel/errors.js';

/** Lets a few pieces of work run at once, in the order in which they came; the others wait, up to a number. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(
    private readonly atOnce: number,
    private readonly waitingMax: number,
  ) {}

  /** @throws CommandError `unavailable` when too many wait; what `work` throws */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.atOnce) this.#running += 1;
    else {
      if (this.#waiting.length >= this.waitingMax) throw unavailable('The server is busy. Please try again.');
      // Whoever leaves hands over the place, so that nobody who comes later slips in.
      await new Promise<void>((go) => void this.#waiting.push(go));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
