/** The parts that need Base UI: loaded when the page has nothing better to do, or with the first overlay. */
export const loadMenu = () => import('./menu-popup.js').then(({ MenuPopup }) => ({ default: MenuPopup }));
export const loadDialog = () => import('./dialog-popup.js').then(({ DialogPopup }) => ({ default: DialogPopup }));
export const loadPopover = () => import('./popover-popup.js').then(({ PopoverPopup }) => ({ default: PopoverPopup }));

/** Loads all of it in a quiet moment, so that the first menu opens at once, also without network. */
export function preloadKit(): () => void {
  // A failure shows, and is tried again, when an overlay is asked for.
  const load = () => void Promise.all([loadMenu(), loadDialog(), loadPopover()]).catch(() => undefined);
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(load, { timeout: 5000 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(load, 1000);
  return () => clearTimeout(timer);
}
