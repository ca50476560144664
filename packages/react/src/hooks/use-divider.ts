'use client';
import type { ConversationState } from '@stm-chat/client';
import { useEffect, useState } from 'react';
import { type Divider, dividerOnLookAway, dividerOnOpen, dividerOnReturn } from '../model/unread-divider.js';
import { useStableCallback } from './use-stable-callback.js';

/** Where the "new messages" line stands while this chat is open. Mount it once the chat is loaded. */
export function useDivider(state: ConversationState, meId: number | null, attention: boolean): Divider {
  const [divider, setDivider] = useState<Divider>(() => dividerOnOpen(state.summary));
  const [watched, setWatched] = useState(false);
  const turned = useStableCallback((looking: boolean) => {
    // Opened in the background: nobody has looked away yet.
    if (!looking && !watched) return;
    setWatched(true);
    setDivider((current) => (looking ? dividerOnReturn(current, state.items, meId) : dividerOnLookAway(state.items)));
  });
  useEffect(() => turned(attention), [attention, turned]);
  return divider;
}
