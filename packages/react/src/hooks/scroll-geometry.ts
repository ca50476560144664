import type { MessageRow } from '../model/message-rows.js';
import type { RowRange } from '../model/row-window.js';
import { distanceToEnd, firstVisible } from '../model/scroll-position.js';

/** The elements of a list: the box that scrolls, and in it room, the rows that are drawn, and room. */
export interface ScrollDom {
  readonly box: HTMLElement;
  readonly lead: HTMLElement;
  /** Holds exactly one element per row that is drawn. */
  readonly content: HTMLElement;
  readonly tail: HTMLElement;
}

/** What is in sight after a scroll or a change of layout. Indices are of rows; -1: none. */
export interface ScrollView {
  readonly firstRow: number;
  /** The last row that is in sight far enough to count as seen. */
  readonly lastSeenRow: number;
  readonly viewport: number;
  readonly toStart: number;
  readonly toEnd: number;
  /** The reader moved the list, not the layout. */
  readonly scrolled: boolean;
}

/** A row must show this much of itself to count as seen, or all of it. */
const SEEN_PX = 40;

/** The element that holds the place of the row whose element is the `child`-th. */
export function anchorElement({ content }: ScrollDom, child: number, key: string): HTMLElement | null {
  const element = content.children[child];
  if (!(element instanceof HTMLElement)) return null;
  return element.dataset['anchor'] === key
    ? element
    : element.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(key)}"]`);
}

/** Pixels from the top of the scrolled box to the top of an element in it. */
export function offsetIn(box: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function bottomsOf(content: HTMLElement): (index: number) => number {
  return (index) => content.children[index]?.getBoundingClientRect().bottom ?? Infinity;
}

/** The topmost visible message; separators and the divider may vanish, so they hold no place. */
export function firstAnchor(dom: ScrollDom, rows: readonly MessageRow[], { start }: RowRange) {
  const { box, content } = dom;
  const count = content.children.length;
  const first = firstVisible(count, bottomsOf(content), box.getBoundingClientRect().top);
  for (let child = first; child < count; child++) {
    const row = rows[start + child];
    if (row === undefined || row.kind === 'day' || row.kind === 'unread') continue;
    const element = anchorElement(dom, child, row.key);
    if (element !== null) return { key: row.key, offset: offsetIn(box, element) };
  }
  return null;
}

export function viewOf({ box, content }: ScrollDom, { start }: RowRange, scrolled: boolean): ScrollView {
  const { top, bottom } = box.getBoundingClientRect();
  const count = content.children.length;
  const bottomOf = bottomsOf(content);
  const beyond = firstVisible(count, bottomOf, bottom + 1);
  const partly = content.children[beyond]?.getBoundingClientRect().top ?? Infinity;
  return {
    firstRow: count === 0 ? -1 : start + firstVisible(count, bottomOf, top),
    lastSeenRow: start + (partly < bottom - SEEN_PX ? beyond : beyond - 1),
    viewport: box.clientHeight,
    toStart: box.scrollTop,
    toEnd: distanceToEnd(box),
    scrolled,
  };
}
