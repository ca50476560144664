import { late, useChatClient, useStore } from '@stm-chat/react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { chatPath } from '../paths.js';
import { shortcutsOn } from './shortcut-settings.js';
import { useShortcuts } from './use-shortcuts.js';

const ShortcutsDialog = late(async () => ({ default: (await import('./shortcuts-dialog.js')).ShortcutsDialog }));

export interface PageShortcutsProps {
  readonly openChatId: string | undefined;
  /** Opens the search in everything. */
  readonly onFind: () => void;
}

/** The keys of the page of chats, and the dialog that tells of them. */
export function PageShortcuts({ openChatId, onFind }: PageShortcutsProps) {
  const enabled = useStore(shortcutsOn);
  const client = useChatClient();
  const [, navigate] = useLocation();
  const [help, setHelp] = useState(false);

  const step = (by: number) => {
    const shown = client.chats.get().chats.filter(({ id, prefs }) => !prefs.archived || id === openChatId);
    const at = shown.findIndex(({ id }) => id === openChatId);
    const target = at === -1 ? shown[0] : shown[at + by];
    if (target !== undefined) navigate(chatPath(target.id), { replace: openChatId !== undefined });
  };
  useShortcuts(enabled, (action) => {
    switch (action) {
      case 'help':
        return setHelp(true);
      case 'search':
        return document.querySelector<HTMLElement>('[data-shortcut="search"]')?.focus();
      case 'find':
        return onFind();
      case 'attach':
        return document.querySelector<HTMLElement>('[data-shortcut="attach"]')?.click();
      case 'next':
        return step(1);
      case 'previous':
        return step(-1);
    }
  });
  return help && <ShortcutsDialog onClose={() => setHelp(false)} />;
}
