/** For so long after somebody was refused because the whole was full, a part of it is all there is. */
const SCARCE_MS = 250;
const SCARCE_PART = 1 / 3;

/**
 * Room for rows that wait. Under a flood a queue that is filled up is never less than full, and whoever is taken waits for all of
 * it. So a burst has the whole of it, and what goes on after that has a third: more are refused at once, and those who are
 * taken wait less. Senders who never have more under way than fit never find it scarce.
 */
export class Room {
  readonly #most: number | null;
  readonly #now: () => number;
  #scarceUntil = Number.NEGATIVE_INFINITY;

  /** @param most so many may wait; null: any number. @param now in milliseconds */
  constructor(most: number | null, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /**
   * Whether one more is taken. To be asked for somebody who is refused otherwise: a whole that is full makes it scarce.
   * @param waiting how many wait. @param aside how many of these wait for something else than their turn: they do not
   * count against the third, which they may fill for seconds while nothing is in anybody's way
   */
  takes(waiting: number, aside: number): boolean {
    if (this.#most === null) return true;
    if (waiting >= this.#most) {
      this.#scarceUntil = this.#now() + SCARCE_MS;
      return false;
    }
    return waiting - aside < this.#most * SCARCE_PART || this.#now() >= this.#scarceUntil;
  }
}
