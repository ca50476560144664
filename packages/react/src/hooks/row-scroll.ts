import type { MessageRow } from '../model/message-rows.js';
import { RowHeights } from '../model/row-heights.js';
import {
  endWindow,
  idleRange,
  indexOfRow,
  rangeAround,
  type RowRange,
  type RowWindow,
  trimRange,
  windowOf,
} from '../model/row-window.js';
import { anchorAfterAppend, anchorAt, distanceToEnd, type ScrollAnchor } from '../model/scroll-position.js';
import { anchorElement, firstAnchor, offsetIn, type ScrollDom, type ScrollView, viewOf } from './scroll-geometry.js';

/** After this long without a scroll event the list stands still. */
const STILL_MS = 150;
/** More than wrong guesses of a few rows is no error. */
const TAKE_UP_PX = 300;

export interface RowScrollOptions {
  readonly dom: () => ScrollDom | null;
  /** Has these rows drawn: now, when the reader would otherwise see a hole, or when there is time. */
  readonly draw: (window: RowWindow, now: boolean) => void;
  readonly onView: (view: ScrollView) => void;
}

/**
 * Keeps what is read where it is, and only so many rows on the page as it takes. The anchor is what the reader looks at,
 * a row or the end; whatever changes around it (a page before, a picture, a reaction, the keyboard, rows that come on the
 * page or leave it), the list is moved so that the anchor does not. What is not on the page has room in two spacers.
 */
export class RowScroll {
  private anchor: ScrollAnchor = { kind: 'end' };
  private rows: readonly MessageRow[] = [];
  private range: RowRange = { start: 0, end: 0 };
  private hasAfter = false;
  private lastKey: string | undefined;
  private readonly heights = new RowHeights();
  /**
   * How much the upper spacer differs from the rows that it stands for. While the list moves, it takes up what they were
   * guessed wrong: writing `scrollTop` then would stop the movement.
   */
  private slack = 0;
  private knownTop = 0;
  /** How far the end was, and which message was topmost, when `knownTop` was true. */
  private knownToEnd = 0;
  private seen: { readonly key: string; readonly offset: number } | null = null;
  private movedAt = -Infinity;
  private hadFocus = false;
  /** The rows around the anchor were asked for and are not drawn yet: how far the list stands from `knownTop` says nothing. */
  private underWay = false;
  /** The row that gets the focus as soon as it is drawn. */
  private focusKey: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: RowScrollOptions) {}

  /** These rows are on the page now. */
  drawn(rows: readonly MessageRow[], range: RowRange, hasAfter: boolean): void {
    this.rows = rows;
    this.range = range;
    this.hasAfter = hasAfter;
    // The row that had the focus left the page: reading goes on in the list.
    if (this.hadFocus && document.activeElement === document.body) {
      this.options.dom()?.box.focus({ preventScroll: true });
    }
    this.hadFocus = false;
    const last = rows.at(-1);
    if (last?.key === this.lastKey) return this.keep();
    this.lastKey = last?.key;
    // What I send is always shown; what others send, only to who is near the end.
    const sentHere = last?.kind === 'message' && last.item.kind === 'outgoing';
    this.keep((anchor) => (sentHere && !hasAfter ? { kind: 'end' } : anchorAfterAppend(anchor)));
  }

  /** Something may have another size. */
  keep(next?: (anchor: ScrollAnchor) => ScrollAnchor): void {
    const dom = this.options.dom();
    if (dom === null) return;
    // Before anything is measured: a list that is too short for a moment would be moved by the browser.
    this.fitSpacers(dom);
    const scrolled = this.catchUp(dom);
    if (next !== undefined) this.anchor = next(this.anchor);
    else if (scrolled && this.leap(dom, false)) return this.note(dom);
    if (this.heights.setWidth(dom.content.clientWidth)) this.fitSpacers(dom);
    this.underWay = !this.place(dom);
    if (this.underWay) return;
    this.note(dom);
    this.giveFocus(dom);
    this.cover(dom, false);
    this.report(scrolled);
    this.whenStill();
  }

  /** The reader, or a glide to the end, moved the list. */
  moved(): void {
    const dom = this.options.dom();
    // The same place and another layout: that is for `keep`, or a growing picture would look like a scroll.
    if (dom === null || dom.box.scrollTop === this.knownTop) return;
    if (this.underWay) return;
    this.movedAt = performance.now();
    this.note(dom);
    if (!this.leap(dom, true)) {
      this.anchor = anchorAt(dom.box, this.seen, this.hasAfter);
      this.cover(dom, true);
    }
    this.report(true);
    this.whenStill();
  }

  toEnd(): void {
    this.keep(() => ({ kind: 'end' }));
  }

  toRow(key: string, offset: number | 'center'): boolean {
    if (indexOfRow(this.rows, key) === -1) return false;
    this.keep(() => {
      // Not a movement of the reader's, which the spacer would have to take up.
      this.movedAt = -Infinity;
      return { kind: 'row', key, offset, nearEnd: false };
    });
    return true;
  }

  /** Shows a row and gives it the focus; its way to the page may lead over another drawing. */
  focusRow(key: string): void {
    this.focusKey = key;
    if (!this.toRow(key, 'center')) this.focusKey = undefined;
  }

  report(scrolled: boolean): void {
    const dom = this.options.dom();
    if (dom !== null) this.options.onView(viewOf(dom, this.range, scrolled));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private note(dom: ScrollDom): void {
    this.knownTop = dom.box.scrollTop;
    this.knownToEnd = distanceToEnd(dom.box);
    this.seen = firstAnchor(dom, this.rows, this.range);
  }

  /**
   * The reader may have moved the list already, and its event comes later: what is put back then is the place that was
   * moved to. At the end it may have been the browser, because the list became shorter. True when it was the reader.
   */
  private catchUp({ box }: ScrollDom): boolean {
    const by = box.scrollTop - this.knownTop;
    if (this.underWay || this.seen === null || Math.abs(by) < 1 || distanceToEnd(box) < 1) return false;
    // Other messages came in place of these, and the browser moved a list that was empty for a moment.
    if (indexOfRow(this.rows, this.seen.key) === -1) return false;
    this.movedAt = performance.now();
    // What came meanwhile has made the end further away than it was for whoever moved the list.
    const { clientHeight, scrollTop } = box;
    const moved = { clientHeight, scrollTop, scrollHeight: scrollTop + clientHeight + this.knownToEnd - by };
    this.anchor = anchorAt(moved, { key: this.seen.key, offset: this.seen.offset - by }, this.hasAfter);
    return true;
  }

  /** Moves the list so that the anchor is where it was. False: its row has to be drawn first. */
  private place(dom: ScrollDom): boolean {
    const { box } = dom;
    const { anchor } = this;
    if (anchor.kind === 'end') {
      if (this.range.end < this.rows.length) return this.request(endWindow, false);
      if (distanceToEnd(box) > 0) box.scrollTop = box.scrollHeight;
      return true;
    }
    const index = indexOfRow(this.rows, anchor.key);
    if (index !== -1 && (index < this.range.start || index >= this.range.end)) {
      return this.request(windowOf(this.rows, rangeAround(this.rows, index)), false);
    }
    const element = index === -1 ? null : anchorElement(dom, index - this.range.start, anchor.key);
    if (element === null) {
      this.anchor = anchorAt(box, firstAnchor(dom, this.rows, this.range), this.hasAfter);
      return true;
    }
    const offset =
      anchor.offset === 'center'
        ? Math.max(Math.round((box.clientHeight - element.getBoundingClientRect().height) / 2), 16)
        : anchor.offset;
    this.anchor = { ...anchor, offset };
    const away = offsetIn(box, element) - offset;
    if (Math.abs(away) < 0.5 || this.takeUp(dom, away)) return true;
    box.scrollTop += away;
    // At an edge it cannot be where it should: then where it is now is what is read.
    if (Math.abs(offsetIn(box, element) - offset) >= 1) {
      this.anchor = anchorAt(box, firstAnchor(dom, this.rows, this.range), this.hasAfter);
    }
    return true;
  }

  /** While the list moves, the upper spacer gives way to small errors. A page that came needs its room. */
  private takeUp(dom: ScrollDom, away: number): boolean {
    const room = this.leadHeight() - away;
    if (!this.isMoving() || this.range.start === 0 || room < 0 || Math.abs(away) > TAKE_UP_PX) return false;
    this.slack = room - this.heights.sum(this.rows, 0, this.range.start);
    dom.lead.style.blockSize = `${room}px`;
    return true;
  }

  private giveFocus(dom: ScrollDom): void {
    const key = this.focusKey;
    if (key === undefined) return;
    const row = dom.content.children[indexOfRow(this.rows, key) - this.range.start];
    row?.querySelector<HTMLElement>('[data-roving]')?.focus({ preventScroll: true });
    this.focusKey = undefined;
  }

  private leadHeight(): number {
    return Math.max(this.heights.sum(this.rows, 0, this.range.start) + this.slack, 0);
  }

  private fitSpacers({ lead, tail }: ScrollDom): void {
    if (this.range.start === 0 || !this.isMoving()) this.slack = 0;
    lead.style.blockSize = `${this.leadHeight()}px`;
    tail.style.blockSize = `${this.heights.sum(this.rows, this.range.end, this.rows.length)}px`;
  }

  /** The reader is where nothing is drawn, after pulling the scroll bar: goes by what the rows are guessed to be. */
  private leap(dom: ScrollDom, now: boolean): boolean {
    const { box, content } = dom;
    const view = box.getBoundingClientRect();
    const shown = content.getBoundingClientRect();
    const above = shown.top >= view.bottom && this.range.start > 0;
    const below = shown.bottom <= view.top && this.range.end < this.rows.length;
    if (!above && !below) return false;
    const { index, into } = above
      ? this.heights.rowAt(this.rows, 0, this.heights.sum(this.rows, 0, this.range.start) - (shown.top - view.top))
      : this.heights.rowAt(this.rows, this.range.end, view.top - shown.bottom);
    const row = this.rows.findIndex((each, at) => at >= index && each.kind !== 'day' && each.kind !== 'unread');
    const found = this.rows[row];
    if (found === undefined) return false;
    const offset = row === index ? -Math.round(into) : 0;
    this.anchor = { kind: 'row', key: found.key, offset, nearEnd: false };
    this.request(windowOf(this.rows, rangeAround(this.rows, row)), now);
    return true;
  }

  /** Draws more rows where less than a screen of them is left beyond what is in sight. */
  private cover({ box, content }: ScrollDom, now: boolean): void {
    const margin = box.clientHeight;
    const shown = content.getBoundingClientRect();
    const view = box.getBoundingClientRect();
    const missingAbove = shown.top - view.top + margin;
    const missingBelow = view.bottom + margin - shown.bottom;
    const above = missingAbove > 0 && this.range.start > 0;
    const below = missingBelow > 0 && this.range.end < this.rows.length;
    if (!above && !below) return;
    const kept = trimRange(this.range, this.inSight());
    const range = {
      start: above ? this.heights.reachBack(this.rows, this.range.start, missingAbove + margin / 2) : kept.start,
      end: below ? this.heights.reachOn(this.rows, this.range.end, missingBelow + margin / 2) : kept.end,
    };
    this.request(windowOf(this.rows, range), now);
  }

  private inSight(): RowRange {
    const dom = this.options.dom();
    if (dom === null) return this.range;
    const view = viewOf(dom, this.range, false);
    return { start: Math.max(view.firstRow, this.range.start), end: Math.max(view.lastSeenRow + 1, view.firstRow) };
  }

  /** Answers false, for `place`: what was asked for is not there yet. */
  private request(window: RowWindow, now: boolean): false {
    this.measure();
    this.hadFocus = this.options.dom()?.content.contains(document.activeElement) ?? false;
    this.options.draw(window, now);
    return false;
  }

  /** Before rows leave the page. */
  private measure(): void {
    const children = this.options.dom()?.content.children ?? [];
    for (let index = 0; index < children.length; index++) {
      const row = this.rows[this.range.start + index];
      if (row === undefined || this.heights.isMeasured(row)) continue;
      this.heights.measured(row, children[index]?.getBoundingClientRect().height ?? 0);
    }
  }

  private isMoving(): boolean {
    return performance.now() - this.movedAt < STILL_MS;
  }

  private whenStill(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), this.isMoving() ? STILL_MS : 30);
  }

  /** The list stands still: what was put off while it moved is done, a little at a time. */
  private rest(): void {
    if (this.isMoving()) return this.whenStill();
    if (this.slack !== 0) return this.keep();
    const range = idleRange(this.range, this.inSight(), this.rows.length);
    if (range !== this.range) this.request(windowOf(this.rows, range), false);
  }
}
