'use client';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { MessageRow } from '../model/message-rows.js';
import { endWindow, rangeOf, type RowRange } from '../model/row-window.js';
import { distanceToEnd } from '../model/scroll-position.js';
import { RowScroll } from './row-scroll.js';
import type { ScrollView } from './scroll-geometry.js';
import { useStableCallback } from './use-stable-callback.js';

export interface AnchoredScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Empty; has the height of the rows above those that are drawn. */
  readonly lead: RefObject<HTMLDivElement | null>;
  /** Holds exactly one element per row of `range`. */
  readonly content: RefObject<HTMLDivElement | null>;
  readonly tail: RefObject<HTMLDivElement | null>;
  /** The rows to draw. */
  readonly range: RowRange;
  /** Goes to the end and stays there. */
  readonly toEnd: () => void;
  /** Puts the row with this key `offset` pixels below the top, or in the middle. False when there is no such row. */
  readonly toRow: (key: string, offset: number | 'center') => boolean;
  /** Shows a row and gives it the focus. */
  readonly focusRow: (key: string) => void;
  /** Moves to the end where that is near enough to be followed by eye. False where it is not: jump there. */
  readonly glideToEnd: (hasAfter: boolean) => boolean;
  /** Reports what is in sight once more. */
  readonly refresh: () => void;
}

export interface AnchoredScrollOptions {
  readonly rows: readonly MessageRow[];
  readonly hasAfter: boolean;
  readonly onView: (view: ScrollView) => void;
}

const GLIDE_VIEWPORTS = 4;

function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * `RowScroll` on the page: says which rows to draw, and keeps what is read where it is.
 * The browser's own anchoring is switched off in the styles: not all have it, and two would fight.
 */
export function useAnchoredScroll({ rows, hasAfter, onView }: AnchoredScrollOptions): AnchoredScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const lead = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState(endWindow);
  const range = useMemo(() => rangeOf(rows, window), [rows, window]);
  const report = useStableCallback(onView);
  const [list] = useState(
    () =>
      new RowScroll({
        dom: () =>
          scroller.current === null || lead.current === null || content.current === null || tail.current === null
            ? null
            : { box: scroller.current, lead: lead.current, content: content.current, tail: tail.current },
        draw: (next, now) => (now ? flushSync(() => setWindow(next)) : setWindow(next)),
        onView: report,
      }),
  );

  useLayoutEffect(() => list.drawn(rows, range, hasAfter), [list, rows, range, hasAfter]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current?.parentElement;
    if (box === null || inner == null) return;
    const onScroll = () => list.moved();
    box.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(() => list.keep());
    observer.observe(box);
    observer.observe(inner);
    return () => {
      box.removeEventListener('scroll', onScroll);
      observer.disconnect();
      list.stop();
    };
  }, [list]);

  const toEnd = useCallback(() => list.toEnd(), [list]);
  const toRow = useCallback((key: string, offset: number | 'center') => list.toRow(key, offset), [list]);
  const focusRow = useCallback((key: string) => list.focusRow(key), [list]);
  const glideToEnd = useCallback((more: boolean) => {
    const box = scroller.current;
    if (box === null || more || distanceToEnd(box) > box.clientHeight * GLIDE_VIEWPORTS || prefersStillness())
      return false;
    box.scrollTo({ top: box.scrollHeight, behavior: 'smooth' });
    return true;
  }, []);
  const refresh = useCallback(() => list.report(false), [list]);

  return useMemo(
    () => ({ scroller, lead, content, tail, range, toEnd, toRow, focusRow, glideToEnd, refresh }),
    [range, toEnd, toRow, focusRow, glideToEnd, refresh],
  );
}
