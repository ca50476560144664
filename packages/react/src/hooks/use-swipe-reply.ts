'use client';
import { type PointerEvent, useMemo } from 'react';
import { useStableCallback } from './use-stable-callback.js';

/** So far a finger goes before it is a swipe and not the beginning of a scroll. */
const BEGIN_PX = 12;
/** So far it has to go to be meant. */
const REPLY_PX = 56;
const MOST_PX = 72;

/**
 * Handlers for a message that is answered by swiping it towards the end of the line; it follows the finger. Up and down
 * stay the browser's (`touch-action: pan-y`).
 */
export function useSwipeReply(onReply: () => void) {
  const run = useStableCallback(onReply);
  return useMemo(() => {
    let start: { readonly x: number; readonly y: number; readonly towards: 1 | -1 } | null = null;
    let swiping = false;
    const show = (element: HTMLElement, pixels: number) => {
      element.style.setProperty('--stm-swipe', `${pixels}px`);
      element.toggleAttribute('data-swiping', pixels !== 0);
      element.toggleAttribute('data-swiped', Math.abs(pixels) >= REPLY_PX);
    };
    const end = (event: PointerEvent<HTMLElement>) => {
      const done = swiping && event.type === 'pointerup' && event.currentTarget.hasAttribute('data-swiped');
      if (swiping) show(event.currentTarget, 0);
      start = null;
      swiping = false;
      if (done) run();
    };
    return {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.pointerType !== 'touch' || !event.isPrimary) return;
        const rtl = getComputedStyle(event.currentTarget.parentElement ?? event.currentTarget).direction === 'rtl';
        start = { x: event.clientX, y: event.clientY, towards: rtl ? -1 : 1 };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (start === null) return;
        const along = (event.clientX - start.x) * start.towards;
        if (!swiping) {
          if (Math.abs(event.clientY - start.y) > BEGIN_PX || along < -BEGIN_PX) start = null;
          swiping = start !== null && along > BEGIN_PX;
          if (swiping) event.currentTarget.setPointerCapture(event.pointerId);
        }
        if (swiping && start !== null) show(event.currentTarget, Math.max(0, Math.min(along, MOST_PX)) * start.towards);
      },
      onPointerUp: end,
      onPointerCancel: end,
    };
  }, [run]);
}
