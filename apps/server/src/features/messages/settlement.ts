import type { RowResult } from './append-batch.js';
import type { PendingAppend } from './pending-append.js';

/** A turn of the event loop with so many answers and broadcasts takes about a millisecond. */
const SLICE_ROWS = 32;
/** Turns that took longer had much else to do, as when more comes than can be taken: then turns are what is scarce. */
const LONG_TURNS_MS = 5;

interface Part {
  readonly row: PendingAppend;
  readonly result: RowResult;
}

/**
 * The end of batches, a slice in every second turn of the event loop, in order. A batch that is answered as a whole is read by
 * nobody until its last answer is written; then all of its senders write at once, while the server and the database have
 * nothing to do. In slices, the first of them write their next message while the others are answered. In the turn between
 * two slices the broadcasts of the first are made; acknowledgements of the second in that turn would leave without theirs,
 * and each of its senders would get two writes instead of one.
 */
export class Settlement {
  #waiting: Part[] = [];
  #scheduled = false;

  /** @param settle answers these rows; must not throw. @param now milliseconds; tests set it */
  constructor(
    private readonly settle: (rows: readonly PendingAppend[], results: readonly RowResult[]) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param results one for each of the rows. The first slice is settled before this returns, if none waits. */
  add(rows: readonly PendingAppend[], results: readonly RowResult[]): void {
    for (const [index, row] of rows.entries()) {
      const result = results[index];
      if (result !== undefined) this.#waiting.push({ row, result });
    }
    if (!this.#scheduled) this.#next(SLICE_ROWS);
  }

  #next(most: number): void {
    const slice = this.#waiting.splice(0, most);
    if (slice.length === 0) return;
    // Also when there is no more now: another batch may come in this turn.
    const scheduledAt = this.now();
    this.#scheduled = true;
    const goOn = (): void => {
      this.#scheduled = false;
      this.#next(this.now() - scheduledAt > LONG_TURNS_MS ? Number.POSITIVE_INFINITY : SLICE_ROWS);
    };
    setImmediate(() => setImmediate(goOn));
    this.settle(
      slice.map(({ row }) => row),
      slice.map(({ result }) => result),
    );
  }
}
