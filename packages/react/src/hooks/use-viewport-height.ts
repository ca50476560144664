'use client';
import { useEffect } from 'react';

/**
 * Keeps `--stm-viewport-height` on the page at what is really visible. Where the on-screen keyboard covers the page
 * instead of resizing it (iOS), `100dvh` alone would leave the composer behind the keyboard.
 */
export function useViewportHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const style = document.documentElement.style;
    const update = () => {
      // A pinch zoom also shrinks the visual viewport, and must not squeeze the page.
      if (viewport.scale > 1.01) return;
      style.setProperty('--stm-viewport-height', `${Math.round(viewport.height)}px`);
      // iOS scrolls the page to show the field; the layout has made room for it already.
      if (window.scrollY > 0) window.scrollTo(0, 0);
    };
    update();
    viewport.addEventListener('resize', update);
    viewport.addEventListener('scroll', update);
    return () => {
      viewport.removeEventListener('resize', update);
      viewport.removeEventListener('scroll', update);
      style.removeProperty('--stm-viewport-height');
    };
  }, []);
}
