import type { Dispute } from '@stm-chat/protocol';

/**
 * What is known of disputes, and since when. A dispute carries no revision, so the device counts what it heard: an answer
 * that was asked for before the last news of a dispute says nothing about it.
 */
export interface DisputeBook {
  /** Grows with every piece of news. */
  readonly now: number;
  readonly entries: ReadonlyMap<string, DisputeEntry>;
}

export interface DisputeEntry {
  /** Null: not mine to see any more. */
  readonly dispute: Dispute | null;
  /** The `now` at which it was told. */
  readonly at: number;
}

export const emptyBook: DisputeBook = { now: 0, entries: new Map() };

/** News of the server: a dispute as it is now. */
export function applyTold(book: DisputeBook, dispute: Dispute): DisputeBook {
  return put(book, dispute.id, dispute, book.now + 1);
}

/** News of the server: I may not see this dispute any more. */
export function applyRemoved(book: DisputeBook, disputeId: string): DisputeBook {
  return put(book, disputeId, null, book.now + 1);
}

/** What was read, by a question asked when the book was at `asOf`. Newer news wins. */
export function applyRead(book: DisputeBook, disputes: readonly Dispute[], asOf: number): DisputeBook {
  return disputes.reduce(
    (all, dispute) => (isNewer(all, dispute.id, asOf) ? all : put(all, dispute.id, dispute, all.now)),
    book,
  );
}

/**
 * Everything that `covers` is true for was read, by a question asked at `asOf`: what is known and was not among it is no
 * longer mine, or no longer so.
 */
export function applyWhole(
  book: DisputeBook,
  disputes: readonly Dispute[],
  asOf: number,
  covers: (dispute: Dispute) => boolean,
): DisputeBook {
  const read = new Set(disputes.map(({ id }) => id));
  let next = applyRead(book, disputes, asOf);
  for (const [id, { dispute }] of book.entries) {
    if (dispute === null || read.has(id) || !covers(dispute) || isNewer(book, id, asOf)) continue;
    next = put(next, id, null, next.now);
  }
  return next;
}

/** True when something was told of a dispute after `asOf`. */
export function isNewer(book: DisputeBook, disputeId: string, asOf: number): boolean {
  return (book.entries.get(disputeId)?.at ?? 0) > asOf;
}

export function isRunning({ status }: Dispute): boolean {
  return status === 'open' || status === 'assigned';
}

/** Running disputes, the one whose next deadline comes first on top; then the oldest. */
export function runningDisputes(book: DisputeBook): Dispute[] {
  return known(book)
    .filter(isRunning)
    .sort((a, b) => compare(nextDeadline(a) ?? '~', nextDeadline(b) ?? '~') || compare(a.opened_at, b.opened_at));
}

/** Settled and withdrawn disputes, the last one on top. */
export function endedDisputes(book: DisputeBook): Dispute[] {
  return known(book)
    .filter((dispute) => !isRunning(dispute))
    .sort((a, b) => compare(b.closed_at ?? '', a.closed_at ?? ''));
}

/** What has to happen next, and until when; null when nothing is awaited. */
export function nextDeadline({ answer_by, settle_by }: Dispute): string | null {
  if (answer_by === null || settle_by === null) return answer_by ?? settle_by;
  return compare(answer_by, settle_by) < 0 ? answer_by : settle_by;
}

function known(book: DisputeBook): Dispute[] {
  return [...book.entries.values()].map(({ dispute }) => dispute).filter((dispute) => dispute !== null);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function put(book: DisputeBook, id: string, dispute: Dispute | null, at: number): DisputeBook {
  return { now: Math.max(book.now, at), entries: new Map(book.entries).set(id, { dispute, at }) };
}
