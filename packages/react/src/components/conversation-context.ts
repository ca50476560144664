'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { createContext, useContext } from 'react';

/** What the messages of one open chat share. Changes with every receipt, so only what needs receipts reads it. */
export interface ConversationContextValue {
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
  /** A message of the chat, if it is loaded. */
  readonly find: (seq: number) => Message | undefined;
}

export const ConversationContext = createContext<ConversationContextValue>({
  summary: undefined,
  meId: null,
  find: () => undefined,
});

export function useConversationContext(): ConversationContextValue {
  return useContext(ConversationContext);
}
