let query: MediaQueryList | undefined;

/** The keyboard is on the screen: it covers what there is to read, and its Enter begins a line. */
export function hasTouchKeyboard(): boolean {
  if (typeof window === 'undefined') return false;
  // Kept: asking anew for every letter costs as much as drawing it.
  query ??= window.matchMedia('(hover: none) and (pointer: coarse)');
  return query.matches;
}
