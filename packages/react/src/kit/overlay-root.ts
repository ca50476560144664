'use client';
import { createContext, type RefObject, useContext } from 'react';

const NOWHERE: RefObject<HTMLElement | null> = { current: null };

/** The `.stm-root` that overlays are put into, so that they keep its variables, its language and its colour scheme. */
export const OverlayRootContext = createContext<RefObject<HTMLElement | null>>(NOWHERE);

export function useOverlayRoot(): RefObject<HTMLElement | null> {
  return useContext(OverlayRootContext);
}

/**
 * A ref for the outermost element of an overlay, which carries `popover="manual"`: in the top layer nothing of the host's
 * page can cover or clip it. What opens later lies above. Where there is no top layer, `z-index` has to do.
 */
export function showInTopLayer(element: HTMLElement | null): void {
  if (element === null || !('showPopover' in element) || element.matches(':popover-open')) return;
  element.showPopover();
}
