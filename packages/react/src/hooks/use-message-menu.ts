'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useCallback, useState } from 'react';
import type { MessageCommands } from '../components/message-menu.js';
import { abilitiesOf, mayForward, type MessageAbilities } from '../model/message-abilities.js';
import { useStableCallback } from './use-stable-callback.js';

interface ShownMenu {
  readonly message: Message;
  readonly anchor: HTMLElement;
  readonly abilities: MessageAbilities;
}

export interface MessageMenuState {
  readonly shown: ShownMenu | null;
  /** The message that an emoji is being picked for. */
  readonly picking: Pick<ShownMenu, 'message' | 'anchor'> | null;
  readonly pick: (message: Message, anchor: HTMLElement) => void;
  readonly endPick: () => void;
  readonly openMenu: (message: Message, anchor: HTMLElement) => void;
  /** Carries out the shortcut of a message that has the focus. False when the key means nothing there. */
  readonly key: (message: Message, key: string) => boolean;
  readonly close: () => void;
}

export interface MessageMenuOptions {
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
  readonly editWindowMs: number;
  readonly commands: MessageCommands;
}

/** The one menu that is open, and the keys that do without it: r replies, e edits, + reacts, Delete deletes. */
export function useMessageMenu({ summary, meId, editWindowMs, commands }: MessageMenuOptions): MessageMenuState {
  const [shown, setShown] = useState<ShownMenu | null>(null);
  const [picking, setPicking] = useState<MessageMenuState['picking']>(null);
  const may = (message: Message) =>
    abilitiesOf(message, {
      status: summary?.status,
      meId,
      forwards: mayForward(summary, meId),
      now: Date.now(),
      editWindowMs,
    });
  const openMenu = useStableCallback((message: Message, anchor: HTMLElement) =>
    setShown({ message, anchor, abilities: may(message) }),
  );
  const key = useStableCallback((message: Message, pressed: string) => {
    const can = may(message);
    // The menu says why it is not offered.
    const focused = document.activeElement;
    if (pressed === 'r' && can.reply) commands.reply(message);
    else if (pressed === 'e' && can.edit) commands.edit(message);
    else if (pressed === '+' && can.react && focused instanceof HTMLElement) setPicking({ message, anchor: focused });
    else if (pressed === 'Delete' && can.remove) commands.remove(message);
    else if ((pressed === 'e' || pressed === 'Delete') && can.locked && focused instanceof HTMLElement)
      openMenu(message, focused);
    else return false;
    return true;
  });
  const close = useCallback(() => setShown(null), []);
  const pick = useCallback((message: Message, anchor: HTMLElement) => setPicking({ message, anchor }), []);
  const endPick = useCallback(() => setPicking(null), []);
  return { shown, openMenu, key, close, picking, pick, endPick };
}
