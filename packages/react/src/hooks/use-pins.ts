'use client';
import type { Message } from '@stm-chat/protocol';
import { useEffect, useState } from 'react';
import { applyPin } from '../model/pins.js';
import { useChatClient } from './use-chat-client.js';

/**
 * The pinned messages of an open chat, the latest pin first. Asked for whenever the chat has caught up, and kept by what
 * the server tells of its messages; without a line what was known stays.
 */
export function usePins(chatId: string, live: boolean): readonly Message[] {
  const client = useChatClient();
  const [pins, setPins] = useState<readonly Message[]>([]);
  useEffect(() => {
    if (!live) return;
    let asked = true;
    client.call('list_pins', { chatId }).then(
      ({ messages }) => asked && setPins(messages),
      // Nothing depends on it: it is asked for again with the next connection.
      () => undefined,
    );
    const end = client.on('message_updated', (message) => {
      if (message.chatId === chatId) setPins((known) => applyPin(known, message));
    });
    return () => {
      asked = false;
      end();
    };
  }, [client, chatId, live]);
  return pins;
}
