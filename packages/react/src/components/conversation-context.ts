'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { createContext, useContext } from 'react';

/** What the messages of one open chat share. Changes with every receipt, so only what needs receipts reads it. */
export interface ConversationContextValue {
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
}

export const ConversationContext = createContext<ConversationContextValue>({ summary: undefined, meId: null });

export function useConversationContext(): ConversationContextValue {
  return useContext(ConversationContext);
}
