'use client';
import type { Conversation, ConversationState, Store } from '@stm-chat/client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { createContext, useContext } from 'react';
import { useSelected } from '../hooks/use-store.js';

/** What the messages of one open chat share. */
export interface ConversationContextValue {
  /** Names, roles and the job. Marks of reading are not kept up to date here: what shows them follows `conversation`. */
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
  /** Null where a message is shown by itself. */
  readonly conversation: Conversation | null;
  /** Asks which chats a message is sent into. Null where a message is shown by itself. */
  readonly forward: ((message: Message) => void) | null;
}

export const ConversationContext = createContext<ConversationContextValue>({
  summary: undefined,
  meId: null,
  conversation: null,
  forward: null,
});

export function useConversationContext(): ConversationContextValue {
  return useContext(ConversationContext);
}

const NO_STATE: Store<ConversationState | undefined> = { get: () => undefined, subscribe: () => () => undefined };

/** One thing of the open chat as it is now, followed; see `useSelected`. Without an open chat `select` gets undefined. */
export function useInConversation<V>(select: (state: ConversationState | undefined) => V): V {
  const { conversation } = useConversationContext();
  return useSelected<ConversationState | undefined, V>(conversation?.state ?? NO_STATE, select);
}
