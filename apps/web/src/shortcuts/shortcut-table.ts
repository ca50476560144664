import type { TextKey } from '@stm-chat/react';
import type { LaterTexts } from '../text/use-later-text.js';

interface Shortcut {
  /** As they stand on keys; several are alternatives of one row, `+` joins those that are held together. */
  readonly keys: readonly string[];
  readonly text: TextKey<LaterTexts>;
}

/** Everything that works by keyboard and cannot be guessed, by where it works. */
export const SHORTCUTS: readonly { readonly title: TextKey<LaterTexts>; readonly rows: readonly Shortcut[] }[] = [
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
      { keys: ['Ctrl+U'], text: 'shortcuts.attach' },
      { keys: ['↑'], text: 'shortcuts.edit_last' },
      { keys: ['Esc'], text: 'shortcuts.cancel' },
    ],
  },
];
