import type { MessageRow } from '../model/message-rows.js';
import { distanceToEnd, firstVisible } from '../model/scroll-position.js';

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

/** The element that holds the place of a row. */
export function findAnchor(content: HTMLElement | null, key: string): HTMLElement | null {
  return content?.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(key)}"]`) ?? null;
}

/** Pixels from the top of the scrolled box to the top of an element in it. */
export function offsetIn(box: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function bottomsOf(content: HTMLElement): (index: number) => number {
  return (index) => content.children[index]?.getBoundingClientRect().bottom ?? Infinity;
}

/** The topmost visible message; separators and the divider may vanish, so they hold no place. */
export function firstAnchor(box: HTMLElement, content: HTMLElement | null, rows: readonly MessageRow[]) {
  if (content === null) return null;
  const start = firstVisible(content.children.length, bottomsOf(content), box.getBoundingClientRect().top);
  for (let index = start; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined || row.kind === 'day' || row.kind === 'unread') continue;
    const element = findAnchor(content.children[index] as HTMLElement, row.key);
    if (element !== null) return { key: row.key, offset: offsetIn(box, element) };
  }
  return null;
}

export function viewOf(box: HTMLElement | null, content: HTMLElement | null, scrolled: boolean): ScrollView | null {
  if (box === null || content === null) return null;
  const { top, bottom } = box.getBoundingClientRect();
  const count = content.children.length;
  const bottomOf = bottomsOf(content);
  const beyond = firstVisible(count, bottomOf, bottom + 1);
  const partly = content.children[beyond]?.getBoundingClientRect().top ?? Infinity;
  return {
    firstRow: count === 0 ? -1 : firstVisible(count, bottomOf, top),
    lastSeenRow: partly < bottom - SEEN_PX ? beyond : beyond - 1,
    viewport: box.clientHeight,
    toStart: box.scrollTop,
    toEnd: distanceToEnd(box),
    scrolled,
  };
}
