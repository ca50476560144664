import type { MessageRow } from './message-rows.js';

const LINE_PX = 22;
const LETTER_PX = 7.4;
/** Bubble and gap around the text. */
const BUBBLE_PX = 15;
const GROUP_GAP_PX = 10;
const QUOTE_PX = 50;
const REACTIONS_PX = 26;
const NAME_PX = 19;
const WIDEST_TEXT_PX = 556;

/**
 * How high rows are that are not on the page: as they were when they last were, else by their text. A guess that is
 * wrong moves nothing that is read, only the size of the scroll bar.
 */
export class RowHeights {
  private readonly known = new Map<string, { readonly row: MessageRow; readonly height: number }>();
  private readonly guesses = new WeakMap<MessageRow, number>();
  private width = 0;

  /** In another width every text breaks elsewhere. True when it is another. */
  setWidth(width: number): boolean {
    if (width === this.width) return false;
    this.width = width;
    this.known.clear();
    return true;
  }

  /** Whether it was measured as it is now. */
  isMeasured(row: MessageRow): boolean {
    return this.known.get(row.key)?.row === row;
  }

  measured(row: MessageRow, height: number): void {
    this.known.set(row.key, { row, height });
  }

  of(row: MessageRow): number {
    const known = this.known.get(row.key)?.height ?? this.guesses.get(row);
    if (known !== undefined) return known;
    const guess = guessHeight(row, this.width || WIDEST_TEXT_PX);
    this.guesses.set(row, guess);
    return guess;
  }

  /** Pixels of the rows from `from` up to and without `to`. */
  sum(rows: readonly MessageRow[], from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; index++) {
      const row = rows[index];
      if (row !== undefined) sum += this.of(row);
    }
    return sum;
  }

  /** The row that lies `distance` pixels below the top of row `from`, and how much of it is above that place. */
  rowAt(
    rows: readonly MessageRow[],
    from: number,
    distance: number,
  ): { readonly index: number; readonly into: number } {
    let left = distance;
    for (let index = from; index < rows.length; index++) {
      const row = rows[index];
      const height = row === undefined ? 0 : this.of(row);
      if (left < height) return { index, into: Math.max(left, 0) };
      left -= height;
    }
    return { index: Math.max(rows.length - 1, 0), into: 0 };
  }

  /** The first row of those before `end` that are needed to fill `pixels`. */
  reachBack(rows: readonly MessageRow[], end: number, pixels: number): number {
    let index = end;
    for (let left = pixels; index > 0 && left > 0; index--) left -= this.sum(rows, index - 1, index);
    return index;
  }

  /** One past the last row of those from `start` on that are needed to fill `pixels`. */
  reachOn(rows: readonly MessageRow[], start: number, pixels: number): number {
    let index = start;
    for (let left = pixels; index < rows.length && left > 0; index++) left -= this.sum(rows, index, index + 1);
    return index;
  }
}

function guessHeight(row: MessageRow, width: number): number {
  switch (row.kind) {
    case 'day':
      return 46;
    case 'unread':
      return 40;
    case 'system':
      return 32;
    case 'message': {
      const { item } = row;
      const stored = item.kind === 'message' ? item.message : null;
      const text = item.kind === 'outgoing' ? item.text : item.message.message;
      const perLine = Math.max(8, Math.min(WIDEST_TEXT_PX, width * 0.82 - 20) / LETTER_PX);
      // The time stands at the end of the last line, and takes its room.
      const lines = `${text}         `
        .split('\n')
        .reduce((sum, line) => sum + Math.ceil((line.length || 1) / perLine), 0);
      const quote = (stored?.reply_to ?? (item.kind === 'outgoing' ? item.replyTo : null)) === null ? 0 : QUOTE_PX;
      const reactions = stored !== null && stored.reactions.length > 0 ? REACTIONS_PX : 0;
      const official = row.first && stored?.sender_type === 'lsm' ? NAME_PX : 0;
      return BUBBLE_PX + lines * LINE_PX + (row.first ? GROUP_GAP_PX : 0) + quote + reactions + official;
    }
  }
}
