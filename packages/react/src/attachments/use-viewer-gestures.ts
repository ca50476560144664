'use client';
import { type PointerEvent, useRef, useState, type WheelEvent } from 'react';
import { type View, whole, zoomed } from './zoom-view.js';

/** How far a finger goes, in CSS pixels, to turn over to the next image or to put the image away. */
const SWIPE = 60;
const DOUBLE_PRESS = 2.5;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface ViewerGesturesOptions {
  /** A swipe to the left (1) or to the right (-1) over an image that is wholly seen. */
  readonly onTurn: (step: 1 | -1) => void;
  /** A swipe downwards. */
  readonly onPutAway: () => void;
}

/** How one image is looked at: wheel, double press and two fingers zoom, dragging moves, swiping goes on or ends it. */
export function useViewerGestures({ onTurn, onPutAway }: ViewerGesturesOptions) {
  const [view, setView] = useState<View>(whole);
  const pointers = useRef(new Map<number, Point>());
  /** Where a lone finger went down; null once there were two, or the image is enlarged. */
  const swipe = useRef<Point | null>(null);
  const zoom = (factor: number) => setView((now) => zoomed(now, factor));

  const onPointerDown = (event: PointerEvent) => {
    // A captured pointer presses nothing.
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, at);
    const lone = event.pointerType !== 'mouse' && pointers.current.size === 1 && view.scale === 1;
    swipe.current = lone ? at : null;
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const now = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, now);
    const [other] = others;
    if (other === undefined) {
      return setView((seen) =>
        seen.scale === 1 ? seen : { ...seen, x: seen.x + now.x - before.x, y: seen.y + now.y - before.y },
      );
    }
    const apart = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y);
    zoom(apart(now) / Math.max(1, apart(before)));
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    const from = swipe.current;
    swipe.current = null;
    if (from === null) return;
    const { x, y } = { x: event.clientX - from.x, y: event.clientY - from.y };
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) onTurn(x < 0 ? 1 : -1);
    else if (y > SWIPE && y > 2 * Math.abs(x)) onPutAway();
  };
  return {
    view,
    zoom,
    showWhole: () => setView(whole),
    handlers: {
      onWheel: (event: WheelEvent) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15),
      onDoubleClick: () => setView(view.scale === 1 ? zoomed(whole, DOUBLE_PRESS) : whole),
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: PointerEvent) => {
        pointers.current.delete(event.pointerId);
        swipe.current = null;
      },
    },
  };
}
