'use client';
import type { Conversation, ConversationState } from '@stm-chat/client';
import { useEffect, useMemo } from 'react';
import { useChatClient } from './use-chat-client.js';
import { useStore } from './use-store.js';

export interface OpenConversation {
  readonly conversation: Conversation;
  readonly state: ConversationState;
}

/**
 * Opens a chat while the component is mounted, and follows it.
 * @param around the `seq` to load first, read when the chat opens: a message that a link points to.
 */
export function useConversation(chatId: string, around?: number): OpenConversation {
  const conversation = useOpened(chatId, around);
  return { conversation, state: useStore(conversation.state) };
}

/** Opens a chat while the component is mounted, without following it. */
export function useOpened(chatId: string, around?: number): Conversation {
  const client = useChatClient();
  const conversation = useMemo(() => client.conversation(chatId), [client, chatId]);
  useEffect(() => {
    conversation.open(around === undefined ? {} : { around });
    return () => conversation.close();
    // A later `around` is a jump inside the open chat, not another opening.
    // eslint-disable-next-line react/exhaustive-deps
  }, [conversation]);
  return conversation;
}
