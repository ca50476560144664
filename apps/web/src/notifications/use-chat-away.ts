import type { ChatNotificationPrefs, CommandInput, NotificationPrefs } from '@stm-chat/protocol';
import { useChatClient } from '@stm-chat/react';
import { useCallback, useEffect, useState } from 'react';

type Change = Omit<CommandInput<'set_chat_notification_prefs'>, 'chatId'>;

export interface ChatAwayPrefs {
  readonly status: 'loading' | 'ready' | 'failed';
  /** What holds for all chats; null until it is known. */
  readonly all: NotificationPrefs | null;
  /** What differs for this one. */
  readonly chat: ChatNotificationPrefs;
  /** The last change was not taken. */
  readonly refused: boolean;
  readonly change: (change: Change) => void;
  readonly mute: (until: string | null) => void;
  readonly again: () => void;
}

/** How the user is notified of one chat. A change is shown at once, and taken back where the server refuses it. */
export function useChatAway(chatId: string): ChatAwayPrefs {
  const client = useChatClient();
  const [status, setStatus] = useState<ChatAwayPrefs['status']>('loading');
  const [all, setAll] = useState<NotificationPrefs | null>(null);
  const [changed, setChanged] = useState<ChatNotificationPrefs | null>(null);
  const [refused, setRefused] = useState(false);

  const again = useCallback(() => {
    client.call('get_notification_prefs', {}).then(
      (read) => {
        setAll(read);
        setChanged(null);
        setStatus('ready');
      },
      () => setStatus('failed'),
    );
  }, [client]);
  useEffect(again, [again, chatId]);

  const nothing = { chatId, push: null, mail: null, preview: null, quiet_hours: null };
  const chat = (changed?.chatId === chatId ? changed : all?.chats.find((one) => one.chatId === chatId)) ?? nothing;

  const change = (next: Change) => {
    setRefused(false);
    setChanged({ ...chat, ...next } as ChatNotificationPrefs);
    // Quiet hours run on the clock of where the reader is.
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const moved = typeof next.quiet_hours === 'object' && next.quiet_hours !== null && zone !== all?.time_zone;
    Promise.all([
      client.call('set_chat_notification_prefs', { chatId, ...next }),
      moved ? client.call('set_notification_prefs', { time_zone: zone }) : null,
    ]).then(
      ([kept, here]) => {
        setChanged(kept);
        if (here !== null) setAll(here);
      },
      () => {
        setChanged(chat);
        setRefused(true);
      },
    );
  };

  const mute = (until: string | null) => {
    setRefused(false);
    client.call('set_chat_prefs', { chatId, muted_until: until }).catch(() => setRefused(true));
  };

  return { status, all, chat, refused, change, mute, again };
}
