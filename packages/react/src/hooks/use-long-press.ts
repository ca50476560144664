'use client';
import { type MouseEvent, type PointerEvent, type TouchEvent, useEffect, useMemo, useRef } from 'react';
import { useStableCallback } from './use-stable-callback.js';

const LONG_MS = 450;
/** A finger is never quite still. */
const SLACK_PX = 10;

/**
 * Handlers for an element whose menu opens by a long press or the keyboard's menu key. A mouse keeps the browser's own
 * menu: it copies text and opens links.
 */
export function useLongPress(onPress: () => void) {
  const run = useStableCallback(onPress);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    let start = { x: 0, y: 0 };
    let fired = false;
    const cancel = () => clearTimeout(timer.current);
    const fire = () => {
      cancel();
      if (fired) return;
      fired = true;
      run();
    };
    return {
      onPointerDown(event: PointerEvent) {
        fired = false;
        cancel();
        if (event.pointerType !== 'touch' || !event.isPrimary) return;
        start = { x: event.clientX, y: event.clientY };
        timer.current = setTimeout(fire, LONG_MS);
      },
      onPointerMove(event: PointerEvent) {
        if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK_PX) cancel();
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
      /** Let go soon after the menu came, it would be a tap for the browser, beside the menu: that closes it. */
      onTouchEnd(event: TouchEvent) {
        if (fired && event.cancelable) event.preventDefault();
      },
      onContextMenu(event: MouseEvent) {
        const { pointerType } = event.nativeEvent as globalThis.PointerEvent;
        if (pointerType === 'mouse' || (pointerType === undefined && event.button === 2)) return;
        event.preventDefault();
        // Android says it this way, and so does the menu key, which no press began.
        if (pointerType !== 'touch') fired = false;
        fire();
      },
      /** The end of a long press is no click. */
      onClickCapture(event: MouseEvent) {
        if (!fired || event.detail === 0) return;
        fired = false;
        event.preventDefault();
        event.stopPropagation();
      },
    };
  }, [run]);
}
