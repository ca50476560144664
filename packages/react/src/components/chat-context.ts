'use client';
import type { ChatClient } from '@stm-chat/client';
import { createContext, useContext } from 'react';

/** What every component under a `ChatProvider` works with. */
export interface ChatContextValue {
  readonly client: ChatClient;
  /** Says something to screen readers, politely and in turn. */
  readonly announce: (text: string) => void;
}

export const ChatContext = createContext<ChatContextValue | null>(null);

/** Throws outside of a `ChatProvider`. */
export function useChatContext(): ChatContextValue {
  const value = useContext(ChatContext);
  if (value === null) throw new Error('This needs a <ChatProvider> around it.');
  return value;
}
