'use client';
import type { Conversation, ConversationState } from '@stm-chat/client';
import { useStableCallback } from './use-stable-callback.js';

export interface HistoryPages {
  readonly loadBefore: () => void;
  readonly loadAfter: () => void;
  /** After a page could not be loaded. */
  readonly retry: () => void;
}

/** Loads pages at both ends of what is shown, one at a time; after an error only when somebody asks. */
export function useHistoryPages(conversation: Conversation, state: ConversationState): HistoryPages {
  const failed = state.loadError !== undefined;
  const loadBefore = useStableCallback(() => {
    if (!failed && state.hasBefore && !state.loadingBefore) void conversation.loadBefore();
  });
  const loadAfter = useStableCallback(() => {
    if (!failed && state.hasAfter && !state.loadingAfter) void conversation.loadAfter();
  });
  const retry = useStableCallback(() => {
    if (state.hasBefore) void conversation.loadBefore();
    else void conversation.loadAfter();
  });
  return { loadBefore, loadAfter, retry };
}
