import type { MessageRow } from './message-rows.js';

/** The rows that are on the page: from `start` up to and without `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The same by name, so that it stays where it is when a page comes before it. `last` is null at the end of the chat:
 * what is appended there is on the page at once.
 */
export interface RowWindow {
  readonly first: string | null;
  readonly last: string | null;
}

/** How many rows are shown before anything has been measured. */
const FIRST_ROWS = 40;

export const endWindow: RowWindow = { first: null, last: null };

/** Day separators move and the divider vanishes; messages keep their keys. */
function holdsPlace(row: MessageRow | undefined): row is MessageRow {
  return row !== undefined && row.kind !== 'day' && row.kind !== 'unread';
}

/** The index of a row; -1 when it is not among them. */
export function indexOfRow(rows: readonly MessageRow[], key: string): number {
  return rows.findIndex((row) => row.key === key);
}

export function windowOf(rows: readonly MessageRow[], range: RowRange): RowWindow {
  const first = rows.slice(range.start, range.end).find(holdsPlace);
  const last = rows.slice(range.start, range.end).findLast(holdsPlace);
  return { first: first?.key ?? null, last: range.end >= rows.length ? null : (last?.key ?? null) };
}

/** Where a window is among the rows as they are now. What it names may be gone: then it is the end of the chat. */
export function rangeOf(rows: readonly MessageRow[], { first, last }: RowWindow): RowRange {
  const lastIndex = last === null ? rows.length - 1 : indexOfRow(rows, last);
  const end = lastIndex === -1 ? rows.length : lastIndex + 1;
  const firstIndex = first === null ? -1 : indexOfRow(rows, first);
  let start = firstIndex === -1 || firstIndex >= end ? Math.max(end - FIRST_ROWS, 0) : firstIndex;
  // A separator belongs to the message below it.
  while (start > 0 && !holdsPlace(rows[start - 1])) start--;
  return { start, end };
}

/** Room for a row in the middle of a window. */
export function rangeAround(rows: readonly MessageRow[], index: number): RowRange {
  return {
    start: Math.max(index - FIRST_ROWS / 2, 0),
    end: Math.min(index + FIRST_ROWS / 2, rows.length),
  };
}

/** Rows beyond what is in sight that are kept on the page: for the browser's own search, and for reading aloud. */
const REACH = 80;
/** So many rows more are allowed before they are taken away. */
const EXCESS = 40;
/** Rows that are added in one step, while nothing else is to be done. */
const STEP = 10;

/** A page that is zoomed out shows many rows, and needs as many beyond them. */
function reachOf(seen: RowRange): number {
  return Math.max(REACH, 2 * (seen.end - seen.start));
}

/** One step towards the rows that are to be on both sides of what is in sight; the same range when there is none. */
export function idleRange(range: RowRange, seen: RowRange, count: number): RowRange {
  const reach = reachOf(seen);
  const trimmed = trimRange(range, seen);
  const start = Math.min(trimmed.start, Math.max(trimmed.start - STEP, seen.start - reach, 0));
  const end = Math.max(trimmed.end, Math.min(trimmed.end + STEP, seen.end + reach, count));
  return start === range.start && end === range.end ? range : { start, end };
}

/** Without what is too far from what is in sight. */
export function trimRange(range: RowRange, seen: RowRange): RowRange {
  const reach = reachOf(seen);
  const before = seen.start - range.start > reach + EXCESS;
  const after = range.end - seen.end > reach + EXCESS;
  return { start: before ? seen.start - reach : range.start, end: after ? seen.end + reach : range.end };
}
