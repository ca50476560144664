'use client';
import type { ChatClient } from '@stm-chat/client';
import { createContext, type ReactNode, useContext } from 'react';
import type { ChatParts } from './chat-parts.js';

/** What every component under a `ChatProvider` works with. */
export interface ChatContextValue {
  readonly client: ChatClient;
  /** Says something to screen readers, politely and in turn. */
  readonly announce: (text: string) => void;
  /** What features add to chats. */
  readonly parts: ChatParts;
  /** Shows a dialog that outlives the menu or message it was opened from; null takes it away. */
  readonly show: (dialog: ReactNode) => void;
}

export const ChatContext = createContext<ChatContextValue | null>(null);

/** Throws outside of a `ChatProvider`. */
export function useChatContext(): ChatContextValue {
  const value = useContext(ChatContext);
  if (value === null) throw new Error('This needs a <ChatProvider> around it.');
  return value;
}
