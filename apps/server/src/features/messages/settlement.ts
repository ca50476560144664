import type { RowResult } from './append-batch.js';
import type { PendingAppend } from './pending-append.js';

/** A turn of the event loop with so many answers and broadcasts takes about a millisecond. */
const SLICE_ROWS = 32;

interface Part {
  readonly rows: readonly PendingAppend[];
  readonly results: readonly RowResult[];
}

/**
 * The end of batches, a slice in each turn of the event loop, in order. A batch that is answered as a whole is read by
 * nobody until its last answer is written; then all of its senders write at once, while the server and the database have
 * nothing to do. In slices, the first of them write their next message while the others are answered.
 */
export class Settlement {
  readonly #parts: Part[] = [];
  #scheduled = false;

  /** @param settle answers these rows; must not throw */
  constructor(private readonly settle: (rows: readonly PendingAppend[], results: readonly RowResult[]) => void) {}

  /** @param results one for each of the rows. The first slice is settled before this returns, if none waits. */
  add(rows: readonly PendingAppend[], results: readonly RowResult[]): void {
    for (let from = 0; from < rows.length; from += SLICE_ROWS) {
      const to = from + SLICE_ROWS;
      this.#parts.push({ rows: rows.slice(from, to), results: results.slice(from, to) });
    }
    if (!this.#scheduled) this.#next();
  }

  #next(): void {
    const part = this.#parts.shift();
    if (part === undefined) return;
    // What it was given came from a batch, so that there are few; the next one waits even when there is none now, as
    // another batch may come in this turn.
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
    });
    this.settle(part.rows, part.results);
  }
}
