'use client';
import { type RefObject, useLayoutEffect } from 'react';

/**
 * Gives the focus back when an overlay goes, to where it was before it came; to `fallback` where that is no more. Not
 * when the focus has moved on by itself. The overlay is taken away by its owner, so this is not left to the kit.
 */
export function useFocusReturn(overlay: RefObject<HTMLElement | null>, fallback?: HTMLElement): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      const now = document.activeElement;
      // The overlay as it was until now: refs of what goes are cleared after the effects of its owner.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      if (now !== null && now !== document.body && overlay.current?.contains(now) !== true) return;
      const back = before instanceof HTMLElement && before !== document.body && before.isConnected ? before : fallback;
      back?.focus({ preventScroll: true });
    };
    // eslint-disable-next-line react/exhaustive-deps
  }, []);
}
