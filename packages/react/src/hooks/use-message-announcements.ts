'use client';
import type { ConversationState } from '@stm-chat/client';
import { useEffect, useRef } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { lastSeq } from '../model/message-rows.js';
import { senderName } from '../text/names.js';
import { previewOf } from '../text/preview.js';

/** Tells screen readers what arrives in the open chat, that my message was sent, and that one failed. */
export function useMessageAnnouncements({ items, summary, hasAfter }: ConversationState, meId: number | null): void {
  const { t } = useLanguage();
  const { announce } = useChatContext();
  const told = useRef<number | null>(null);
  const waiting = useRef<ReadonlySet<string>>(new Set());
  const failed = useRef<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const since = told.current;
    // The run that is loaded first is history; so is one that does not reach the end.
    if (since === null || hasAfter) {
      told.current = Math.max(since ?? 0, summary?.last_seq ?? lastSeq(items));
    } else {
      for (const item of items) {
        if (item.kind !== 'message' || item.message.seq <= since) continue;
        told.current = item.message.seq;
        const { message } = item;
        if (message.sender_id !== meId) {
          announce(t('announce.message', { name: senderName(message, summary, t), text: previewOf(message, t) }));
        } else if (message.client_id !== null && waiting.current.has(message.client_id)) {
          announce(t('announce.sent'));
        }
      }
    }
    const outgoing = items.filter((item) => item.kind === 'outgoing');
    const nowFailed = new Set(outgoing.filter((item) => item.state === 'failed').map((item) => item.clientId));
    for (const clientId of nowFailed) if (!failed.current.has(clientId)) announce(t('announce.failed'));
    failed.current = nowFailed;
    waiting.current = new Set(outgoing.map((item) => item.clientId));
  }, [items, summary, hasAfter, meId, announce, t]);
}
