const WINDOW_MS = 1000;
/** Messages of one window from which there is load: the database begins to have less than half of its time for others. */
const HIGH = 200;

/** How many messages this server has sent lately. */
export class Load {
  #began = 0;
  #now = 0;
  #before = 0;

  add(messages: number, now: number): void {
    this.#turn(now);
    this.#now += messages;
  }

  isHigh(now: number): boolean {
    this.#turn(now);
    return Math.max(this.#now, this.#before) >= HIGH;
  }

  #turn(now: number): void {
    const passed = now - this.#began;
    if (passed < WINDOW_MS) return;
    this.#before = passed < 2 * WINDOW_MS ? this.#now : 0;
    this.#now = 0;
    this.#began = now;
  }
}
