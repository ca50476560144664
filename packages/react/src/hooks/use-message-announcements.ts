'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useEffect, useRef } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { lastSeq } from '../model/message-rows.js';
import type { ListState } from '../model/open-chat.js';
import { personName, senderName } from '../text/names.js';
import { previewOf } from '../text/preview.js';
import type { ComponentTranslate } from '../text/texts.js';

/**
 * Tells screen readers what arrives in the open chat, that my message was sent, and that one failed; what others change in
 * messages that are loaded, and how they react to mine.
 */
export function useMessageAnnouncements(state: ListState, meId: number | null): void {
  const { items, summary, hasAfter, lastSeq: newest } = state;
  const { t } = useLanguage();
  const { announce } = useChatContext();
  const told = useRef<number | null>(null);
  const waiting = useRef<ReadonlySet<string>>(new Set());
  const failed = useRef<ReadonlySet<string>>(new Set());
  const known = useRef<ReadonlyMap<string, Message>>(new Map());

  useEffect(() => {
    const seen = new Map(items.flatMap((item) => (item.kind === 'message' ? [[item.message.id, item.message]] : [])));
    for (const [id, message] of seen) {
      const before = known.current.get(id);
      if (before === undefined || before === message) continue;
      const text = changeText(before, message, meId, summary, t);
      if (text !== null) announce(text);
    }
    known.current = seen;
    const since = told.current;
    // The run that is loaded first is history; so is one that does not reach the end.
    if (since === null || hasAfter) {
      told.current = Math.max(since ?? 0, newest, lastSeq(items));
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
  }, [items, summary, newest, hasAfter, meId, announce, t]);
}

/** What somebody else changed about a message, in words; null when it is nothing to be told. */
function changeText(
  before: Message,
  now: Message,
  meId: number | null,
  summary: ChatSummary | undefined,
  t: ComponentTranslate,
): string | null {
  const mine = now.sender_id === meId;
  if (now.deleted_at !== before.deleted_at) {
    return mine ? null : t('announce.other_deleted', { name: senderName(now, summary, t) });
  }
  if (now.message !== before.message) {
    return mine ? null : t('announce.other_edited', { name: senderName(now, summary, t), text: previewOf(now, t) });
  }
  if (!mine) return null;
  for (const { emoji, user_ids: ids } of now.reactions) {
    const had = before.reactions.find((each) => each.emoji === emoji)?.user_ids ?? [];
    const added = ids.find((id) => id !== meId && !had.includes(id));
    if (added === undefined) continue;
    return t('announce.reaction', { name: personName(added, summary, t), emoji, text: previewOf(now, t) });
  }
  return null;
}
