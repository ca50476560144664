'use client';
import type { Message } from '@stm-chat/protocol';
import { useCallback, useState } from 'react';
import type { PendingReaction } from '../model/reactions.js';
import { useChatClient } from './use-chat-client.js';

export interface Reactions {
  /** What I pressed and the server has not answered. */
  readonly pending: readonly PendingReaction[];
  readonly react: (message: Message, emoji: string, active: boolean) => void;
}

/** Gives and takes reactions back: shown at once, and taken off again where the server refuses. */
export function useReactions(onError: (error: unknown) => void): Reactions {
  const client = useChatClient();
  const [pending, setPending] = useState<readonly PendingReaction[]>([]);
  const react = useCallback(
    (message: Message, emoji: string, active: boolean) => {
      const change: PendingReaction = { messageId: message.id, emoji, active };
      setPending((all) => [...all, change]);
      client
        .call('react', { chatId: message.chatId, messageId: message.id, emoji, active })
        .catch(onError)
        // By now the store has the answer: what was pending would say the same, or the wrong thing.
        .finally(() => setPending((all) => all.filter((each) => each !== change)));
    },
    [client, onError],
  );
  return { pending, react };
}
