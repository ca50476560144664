'use client';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { MessageRow } from '../model/message-rows.js';
import { anchorAfterAppend, anchorAt, distanceToEnd, type ScrollAnchor } from '../model/scroll-position.js';
import { findAnchor, firstAnchor, offsetIn, type ScrollView, viewOf } from './scroll-geometry.js';

export interface AnchoredScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Holds exactly one element per row. */
  readonly content: RefObject<HTMLDivElement | null>;
  /** Goes to the end and stays there. */
  readonly toEnd: () => void;
  /** Puts the row with this key `offset` pixels below the top, or in the middle. False when there is no such row. */
  readonly toRow: (key: string, place: number | 'center') => boolean;
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
 * Keeps what is read where it is. The anchor is what the reader looks at, a row or the end; whatever changes around it
 * (a page before, a picture, a reaction, the keyboard), the list is moved so that the anchor does not.
 * The browser's own anchoring is switched off in the styles: not all have it, and two would fight.
 */
export function useAnchoredScroll({ rows, hasAfter, onView }: AnchoredScrollOptions): AnchoredScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<ScrollAnchor>({ kind: 'end' });
  const knownTop = useRef(0);
  const latest = useRef({ rows, hasAfter, onView });
  const lastKey = useRef<string | undefined>(undefined);

  const report = useCallback((scrolled: boolean) => {
    const view = viewOf(scroller.current, content.current, scrolled);
    if (view !== null) latest.current.onView(view);
  }, []);

  const restore = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    if (anchor.current.kind === 'end') {
      if (distanceToEnd(box) > 0) box.scrollTop = box.scrollHeight;
    } else {
      const element = findAnchor(content.current, anchor.current.key);
      const moved = element === null ? 0 : offsetIn(box, element) - anchor.current.offset;
      if (Math.abs(moved) >= 0.5) box.scrollTop += moved;
    }
    knownTop.current = box.scrollTop;
    report(false);
  }, [report]);

  useLayoutEffect(() => {
    latest.current = { rows, hasAfter, onView };
    const last = rows.at(-1);
    if (last?.key !== lastKey.current) {
      lastKey.current = last?.key;
      // What I send is always shown; what others send, only to who is near the end.
      const sentHere = last?.kind === 'message' && last.item.kind === 'outgoing';
      anchor.current = sentHere && !hasAfter ? { kind: 'end' } : anchorAfterAppend(anchor.current);
    }
    restore();
  }, [rows, hasAfter, onView, restore]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current?.parentElement;
    if (box === null || inner == null) return;
    const onScroll = () => {
      // The same place and another layout: that is for `restore`, or a growing picture would look like a scroll.
      if (box.scrollTop === knownTop.current) return;
      knownTop.current = box.scrollTop;
      anchor.current = anchorAt(box, firstAnchor(box, content.current, latest.current.rows), latest.current.hasAfter);
      report(true);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(restore);
    observer.observe(box);
    observer.observe(inner);
    return () => {
      box.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [report, restore]);

  const toEnd = useCallback(() => {
    anchor.current = { kind: 'end' };
    restore();
  }, [restore]);

  const toRow = useCallback(
    (key: string, place: number | 'center') => {
      const box = scroller.current;
      const element = findAnchor(content.current, key);
      if (box === null || element === null) return false;
      const offset =
        place === 'center' ? Math.max((box.clientHeight - element.getBoundingClientRect().height) / 2, 16) : place;
      anchor.current = { kind: 'row', key, offset: Math.round(offset), nearEnd: false };
      restore();
      return true;
    },
    [restore],
  );

  const glideToEnd = useCallback((more: boolean) => {
    const box = scroller.current;
    if (box === null || more || distanceToEnd(box) > box.clientHeight * GLIDE_VIEWPORTS || prefersStillness())
      return false;
    box.scrollTo({ top: box.scrollHeight, behavior: 'smooth' });
    return true;
  }, []);
  const refresh = useCallback(() => report(false), [report]);

  return useMemo(() => ({ scroller, content, toEnd, toRow, glideToEnd, refresh }), [toEnd, toRow, glideToEnd, refresh]);
}
