import { useEffect, useRef } from 'react';
import { type ShortcutAction, shortcutOf } from './pressed-key.js';

const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Listens to the keys of the whole page; not while something lies over it, which has keys of its own. */
export function useShortcuts(enabled: boolean, run: (action: ShortcutAction) => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector(OVERLAYS) !== null) return;
      const action = shortcutOf(event, isField(event.target));
      if (action === null) return;
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
