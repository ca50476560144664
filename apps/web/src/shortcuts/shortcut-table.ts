import type { TextKey } from '@stm-chat/react';
import type { en } from '../text/en.js';

/** What the page does on a key. The others in the table are the components' own. */
export type ShortcutAction = 'help' | 'search' | 'find' | 'next' | 'previous';

export interface Shortcut {
  /** As they stand on keys; several are alternatives of one row, `+` joins those that are held together. */
  readonly keys: readonly string[];
  readonly text: TextKey<typeof en>;
}

/** Everything that works by keyboard and cannot be guessed, by where it works. */
export const SHORTCUTS: readonly { readonly title: TextKey<typeof en>; readonly rows: readonly Shortcut[] }[] = [
  {
    title: 'shortcuts.everywhere',
    rows: [
      { keys: ['?'], text: 'shortcuts.help' },
      { keys: ['/'], text: 'shortcuts.search' },
      { keys: ['Ctrl+K'], text: 'shortcuts.find' },
      { keys: ['Alt+↓', 'Alt+↑'], text: 'shortcuts.next' },
      { keys: ['Esc'], text: 'shortcuts.close' },
    ],
  },
  {
    title: 'shortcuts.in_list',
    rows: [
      { keys: ['↓', '↑'], text: 'shortcuts.move' },
      { keys: ['U'], text: 'shortcuts.unread' },
      { keys: ['P'], text: 'shortcuts.pin' },
      { keys: ['E'], text: 'shortcuts.archive' },
      { keys: ['M'], text: 'shortcuts.mute' },
    ],
  },
  {
    title: 'shortcuts.on_message',
    rows: [
      { keys: ['R'], text: 'shortcuts.reply' },
      { keys: ['+'], text: 'shortcuts.react' },
      { keys: ['E'], text: 'shortcuts.edit' },
      { keys: ['Del'], text: 'shortcuts.delete' },
      { keys: ['Shift+F10'], text: 'shortcuts.menu' },
    ],
  },
  {
    title: 'shortcuts.writing',
    rows: [
      { keys: ['Enter'], text: 'shortcuts.send' },
      { keys: ['Shift+Enter'], text: 'shortcuts.newline' },
      { keys: ['↑'], text: 'shortcuts.edit_last' },
      { keys: ['Esc'], text: 'shortcuts.cancel' },
    ],
  },
];

export interface PressedKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** What a key means to the page. `typing`: it goes into a field; then only those with a modifier are shortcuts. */
export function shortcutOf({ key, altKey, ctrlKey, metaKey }: PressedKey, typing: boolean): ShortcutAction | null {
  if (altKey && !ctrlKey && !metaKey) {
    if (key === 'ArrowDown') return 'next';
    if (key === 'ArrowUp') return 'previous';
    return null;
  }
  if (ctrlKey !== metaKey) return key.toLowerCase() === 'k' ? 'find' : null;
  if (typing || ctrlKey) return null;
  if (key === '?') return 'help';
  return key === '/' ? 'search' : null;
}
