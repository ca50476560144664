'use client';
import type { Conversation } from '@stm-chat/client';
import { useEffect, useRef, useState } from 'react';
import { type Divider, dividerOnLookAway, dividerOnOpen, dividerOnReturn } from '../model/unread-divider.js';
import { useStableCallback } from './use-stable-callback.js';

/** Where the "new messages" line stands while this chat is open. Mount it once the chat is loaded. */
export function useDivider({ state }: Conversation, meId: number | null, attention: boolean): Divider {
  const [divider, setDivider] = useState<Divider>(() => dividerOnOpen(state.get().summary));
  const watched = useRef(false);
  const away = useRef(false);
  const turned = useStableCallback((looking: boolean) => {
    // Opened in the background: nobody has looked away yet.
    if (looking) watched.current = true;
    else if (!watched.current) return;
    if (!looking) setDivider(dividerOnLookAway(state.get().items));
    else if (away.current) setDivider((current) => dividerOnReturn(current, state.get(), meId));
    away.current = !looking;
  });
  useEffect(() => turned(attention), [attention, turned]);
  return divider;
}
