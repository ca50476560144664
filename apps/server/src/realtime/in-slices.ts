/**
 * Work that comes thousandfold in one turn of the event loop, done so many at a time, in order, with everything else in
 * between: thousands of connections that end at the same moment would else keep all others waiting until the last has ended.
 */
export class InSlices {
  #waiting: (() => void)[] = [];
  #next = 0;
  #scheduled = false;

  /** @param perTurn so many in a turn of the event loop */
  constructor(private readonly perTurn: number) {}

  /** Soon: at the end of this turn, unless others are before it. `work` must not throw. */
  add(work: () => void): void {
    this.#waiting.push(work);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const end = Math.min(this.#next + this.perTurn, this.#waiting.length);
      while (this.#next < end) this.#waiting[this.#next++]?.();
      if (this.#next < this.#waiting.length) this.#schedule();
      else {
        this.#waiting = [];
        this.#next = 0;
      }
    });
  }
}
