import type { PendingAppend } from './pending-append.js';

const BUCKETS = 256;

/**
 * What was accepted and not answered yet, and the same message among it when it comes again.
 *
 * Not a Map. One that lives long, holds little and changes all the time is made anew every few changes; the old ones,
 * once they are old to the garbage collector, keep the next ones and all that was in them until its next large round:
 * everything that belongs to a message outlived its answer by seconds.
 */
export class Unanswered {
  /** By the end of what the device named them. */
  readonly #buckets: readonly PendingAppend[][] = Array.from({ length: BUCKETS }, () => []);
  readonly #whenNone: (() => void)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The one that is the same message as this. */
  find(row: PendingAppend): PendingAppend | undefined {
    return this.#bucketOf(row)?.find((other) => other.isSameAs(row));
  }

  add(row: PendingAppend): void {
    this.#bucketOf(row)?.push(row);
    row.isUnanswered = true;
    this.#size += 1;
  }

  /** Once more changes nothing. */
  remove(row: PendingAppend): void {
    if (!row.isUnanswered) return;
    row.isUnanswered = false;
    const bucket = this.#bucketOf(row);
    if (bucket !== undefined) {
      const last = bucket.pop();
      if (last !== undefined && last !== row) bucket[bucket.indexOf(row)] = last;
    }
    this.#size -= 1;
    if (this.#size === 0) for (const tell of this.#whenNone.splice(0)) tell();
  }

  /** Resolves when everything was answered. */
  none(): Promise<void> {
    if (this.#size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenNone.push(resolve));
  }

  /** Undefined when its device named nothing, so that it is like no other. */
  #bucketOf({ clientKey }: PendingAppend): PendingAppend[] | undefined {
    return clientKey === null ? undefined : this.#buckets[Number.parseInt(clientKey.slice(-2), 16)];
  }
}
