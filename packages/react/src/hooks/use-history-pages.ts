'use client';
import type { Conversation } from '@stm-chat/client';
import { useMemo } from 'react';

export interface HistoryPages {
  readonly loadBefore: () => void;
  readonly loadAfter: () => void;
  /** After a page could not be loaded. */
  readonly retry: () => void;
}

/** Loads pages at both ends of what is shown, one at a time; after an error only when somebody asks. */
export function useHistoryPages(conversation: Conversation): HistoryPages {
  return useMemo(
    () => ({
      loadBefore() {
        const { loadError, hasBefore, loadingBefore } = conversation.state.get();
        if (loadError === undefined && hasBefore && !loadingBefore) void conversation.loadBefore();
      },
      loadAfter() {
        const { loadError, hasAfter, loadingAfter } = conversation.state.get();
        if (loadError === undefined && hasAfter && !loadingAfter) void conversation.loadAfter();
      },
      retry() {
        if (conversation.state.get().hasBefore) void conversation.loadBefore();
        else void conversation.loadAfter();
      },
    }),
    [conversation],
  );
}
