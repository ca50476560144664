'use client';
import type { ChatClient, ChatListState, ConnectionState, Draft } from '@stm-chat/client';
import type { Account } from '@stm-chat/protocol';
import { useMemo } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useStore } from './use-store.js';

export function useChatClient(): ChatClient {
  return useChatContext().client;
}

/** The signed-in user; null until it is known. */
export function useMe(): Account | null {
  return useStore(useChatClient().me);
}

export function useConnection(): ConnectionState {
  return useStore(useChatClient().connection);
}

export function useChats(): ChatListState {
  return useStore(useChatClient().chats);
}

/** What is typed and not sent in one chat, and how to change it. Empty when there is none. */
export function useDraft(chatId: string): readonly [text: string, draft: Draft] {
  const client = useChatClient();
  const draft = useMemo(() => client.draft(chatId), [client, chatId]);
  return [useStore(draft), draft];
}
