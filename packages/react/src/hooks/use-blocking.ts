'use client';
import { useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { changeReason } from '../text/reasons.js';

export interface Blocking {
  readonly block: (userId: number) => void;
  readonly unblock: (userId: number) => void;
  readonly busy: boolean;
}

/** Blocks and unblocks people; the chat says what came of it. `onError` is told, in words, what could not be done. */
export function useBlocking(onError: (text: string) => void): Blocking {
  const { t } = useLanguage();
  const { announce, client } = useChatContext();
  const [busy, setBusy] = useState(false);
  const change = (name: 'block_user' | 'unblock_user', userId: number) => {
    setBusy(true);
    client
      .call(name, { userId })
      .then(
        () => announce(t(name === 'block_user' ? 'safety.now_blocked' : 'safety.now_unblocked')),
        (error: unknown) => onError(t('safety.block_failed', { reason: changeReason(error, t) })),
      )
      .finally(() => setBusy(false));
  };
  return { busy, block: (userId) => change('block_user', userId), unblock: (userId) => change('unblock_user', userId) };
}
