import { unavailable } from '../../kernel/errors.js';
import type { ReceiptMoved } from './receipts.api.js';
import type { Mark } from './receipts.repository.js';

/** Resolves to the receipt as it is after the write; undefined for somebody who is no member. */
type Waiter = { resolve(receipt: ReceiptMoved | undefined): void; reject(error: unknown): void };

interface WaitingMark {
  mark: Mark;
  readonly waiters: Waiter[];
}

const MARKS_PER_BATCH = 256;
const MARKS_WAITING = 10_000;

/**
 * Writes marks in batches: one statement at a time, and what comes while it runs is the next one. Marks of the same
 * member and chat become one, the furthest, so however often a client marks, a member costs one row per batch.
 */
export class ReceiptWriter {
  #waiting = new Map<string, WaitingMark>();
  #scheduled = false;

  constructor(
    private readonly write: (marks: readonly Mark[]) => Promise<readonly (ReceiptMoved | undefined)[]>,
    /** Told of every receipt that was written, whether it moved or not, before the callers are answered. */
    private readonly onWritten: (receipt: ReceiptMoved) => void,
  ) {}

  /** @throws CommandError `unavailable` when too many wait or the database does not answer; nothing moved back by it */
  mark(mark: Mark): Promise<ReceiptMoved | undefined> {
    return new Promise((resolve, reject) => {
      const key = `${mark.chatId} ${mark.userId}`;
      const waiting = this.#waiting.get(key);
      if (waiting !== undefined) {
        waiting.mark = further(waiting.mark, mark);
        waiting.waiters.push({ resolve, reject });
      } else if (this.#waiting.size < MARKS_WAITING) {
        this.#waiting.set(key, { mark, waiters: [{ resolve, reject }] });
      } else {
        reject(unavailable('The server is busy. Please try again.'));
      }
      this.#schedule();
    });
  }

  /** Not a delay: what has arrived at this moment leaves together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#run());
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    while (this.#waiting.size > 0) await this.#writeSome();
    this.#scheduled = false;
  }

  async #writeSome(): Promise<void> {
    const batch: WaitingMark[] = [];
    for (const [key, waiting] of this.#waiting) {
      if (batch.length === MARKS_PER_BATCH) break;
      this.#waiting.delete(key);
      batch.push(waiting);
    }
    // One that lives long is dear: see `Unanswered`.
    if (this.#waiting.size === 0) this.#waiting = new Map();
    try {
      const receipts = await this.write(batch.map(({ mark }) => mark));
      for (const [index, { waiters }] of batch.entries()) {
        const receipt = receipts[index];
        if (receipt !== undefined) this.onWritten(receipt);
        for (const { resolve } of waiters) resolve(receipt);
      }
    } catch (error) {
      for (const { reject } of batch.flatMap(({ waiters }) => waiters)) reject(error);
    }
  }
}

function further(a: Mark, b: Mark): Mark {
  return { ...a, read: Math.max(a.read, b.read), delivered: Math.max(a.delivered, b.delivered) };
}
