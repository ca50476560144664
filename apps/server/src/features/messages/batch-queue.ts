const BATCH_ROWS = 256;
const BATCH_BYTES = 1024 * 1024;
/**
 * So many rows do not wait for more: they leave in the middle of a turn of the event loop, and, when they are of other chats, behind the
 * batch that is written.
 */
export const ENOUGH_ROWS = 96;

/** What the queue has to know of a row. */
export interface QueuedRow {
  readonly request: { readonly chatId: string };
  /** By which it is recognised when it comes again; null: not at all. */
  readonly clientKey: string | null;
  readonly bytes: number;
}

/**
 * Rows on their way into the database: those that wait, in order, and the batches that were sent and are not done, at
 * most two. The second holds no chat of the first, whose rows may come back, or fail: so the order within a chat holds.
 * And all of its rows have keys: what lies behind another batch when the connection is lost may be run twice. Rows without
 * one wait for one second batch at most.
 */
export class BatchQueue<Row extends QueuedRow> {
  #waiting: Row[] = [];
  /** Oldest first. */
  #sent: (readonly Row[])[] = [];
  /** So many must wait for a second batch to be looked for. */
  #enough = ENOUGH_ROWS;
  /** So many must wait to be looked through in the middle of a turn: each look goes through all of them. */
  #enoughAtOnce = ENOUGH_ROWS;
  /** A second batch went past rows without a key: they are next, as soon as nothing is under way. */
  #passed = false;

  /** How many rows are being written. What was sent beyond one batch waits still. */
  get writing(): number {
    return Math.min(
      BATCH_ROWS,
      this.#sent.reduce((sum, batch) => sum + batch.length, 0),
    );
  }

  add(row: Row): void {
    this.#waiting.push(row);
  }

  /** Whether `take` may find something. */
  get isReady(): boolean {
    if (this.#sent.length === 0) return this.#waiting.length > 0;
    if (this.#passed) return false;
    return this.#sent.length === 1 && this.#waiting.length >= this.#enough;
  }

  /** Whether what `take` may find is enough to leave before the end of this turn of the event loop. */
  get isEnough(): boolean {
    return this.isReady && this.#waiting.length >= this.#enoughAtOnce;
  }

  /** The next batch, to be sent now; empty when there is none to be sent yet. It is under way until `done` is told. */
  take(): readonly Row[] {
    const batch = this.isReady ? this.#next() : [];
    if (batch.length > 0) this.#sent.push(batch);
    return batch;
  }

  /** @param batch as `take` gave it */
  done(batch: readonly Row[]): void {
    this.#sent = this.#sent.filter((sent) => sent !== batch);
    this.#enough = ENOUGH_ROWS;
    this.#enoughAtOnce = ENOUGH_ROWS;
  }

  /** Puts rows of a batch back, ahead of all that wait. */
  putBack(rows: readonly Row[]): void {
    this.#waiting = [...rows, ...this.#waiting];
  }

  /** Takes all out that wait for these chats. */
  removeChats(chats: ReadonlySet<string>): Row[] {
    const [removed, staying] = partition(this.#waiting, chats);
    this.#waiting = staying;
    return removed;
  }

  /** Takes all out that wait. */
  removeAll(): Row[] {
    return this.#waiting.splice(0);
  }

  #next(): readonly Row[] {
    const [first] = this.#sent;
    if (first === undefined) {
      this.#passed = false;
      return takeBatch(this.#waiting);
    }
    const keyless = this.#waiting.filter(({ clientKey }) => clientKey === null);
    const [held, free] = partition(this.#waiting, chatsOf([...first, ...keyless]));
    const missing = ENOUGH_ROWS - free.length;
    if (missing > 0) {
      this.#enough = this.#waiting.length + missing;
      this.#enoughAtOnce = this.#waiting.length + ENOUGH_ROWS;
      return [];
    }
    this.#passed = keyless.length > 0;
    const batch = takeBatch(free);
    this.#waiting = [...held, ...free];
    return batch;
  }
}

function chatsOf(rows: readonly QueuedRow[]): Set<string> {
  return new Set(rows.map(({ request }) => request.chatId));
}

/** Takes from the head what makes a batch: at least one row, if there is any. */
export function takeBatch<Row extends Pick<QueuedRow, 'bytes'>>(rows: Row[]): Row[] {
  let count = 0;
  for (let bytes = 0; count < rows.length && count < BATCH_ROWS; count += 1) {
    bytes += rows[count]?.bytes ?? 0;
    if (bytes > BATCH_BYTES && count > 0) break;
  }
  return rows.splice(0, count);
}

/** The rows of these chats, and the others; both in their order. */
function partition<Row extends QueuedRow>(rows: readonly Row[], chats: ReadonlySet<string>): [Row[], Row[]] {
  const of: Row[] = [];
  const others: Row[] = [];
  for (const row of rows) (chats.has(row.request.chatId) ? of : others).push(row);
  return [of, others];
}
