/** What the page does on a key. The others in the table of shortcuts are the components' own. */
export type ShortcutAction = 'help' | 'search' | 'find' | 'attach' | 'next' | 'previous';

export interface PressedKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const WITH_CONTROL: Readonly<Record<string, ShortcutAction>> = { k: 'find', u: 'attach' };

/** What a key means to the page. `typing`: it goes into a field; then only those with a modifier are shortcuts. */
export function shortcutOf({ key, altKey, ctrlKey, metaKey }: PressedKey, typing: boolean): ShortcutAction | null {
  if (altKey && !ctrlKey && !metaKey) {
    if (key === 'ArrowDown') return 'next';
    if (key === 'ArrowUp') return 'previous';
    return null;
  }
  if (ctrlKey !== metaKey) return WITH_CONTROL[key.toLowerCase()] ?? null;
  if (typing || ctrlKey) return null;
  if (key === '?') return 'help';
  return key === '/' ? 'search' : null;
}
