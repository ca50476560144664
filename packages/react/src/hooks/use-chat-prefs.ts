'use client';
import type { ChatPrefs } from '@stm-chat/protocol';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { changeReason } from '../text/reasons.js';
import { useStableCallback } from './use-stable-callback.js';

/** Changes what is mine alone about a chat. `done` is said to screen readers; what goes wrong goes to `onError`. */
export function useChatPrefs(onError: (text: string) => void) {
  const { t } = useLanguage();
  const { announce, client } = useChatContext();
  return useStableCallback((chatId: string, changes: Partial<ChatPrefs>, done?: string) => {
    client.call('set_chat_prefs', { chatId, ...changes }).then(
      () => {
        if (done !== undefined) announce(done);
      },
      (error: unknown) => onError(t('change.prefs_failed', { reason: changeReason(error, t) })),
    );
  });
}
