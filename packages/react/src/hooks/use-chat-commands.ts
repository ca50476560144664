'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useMemo } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useLanguage } from '../components/language-context.js';
import { isMuted, isUnread } from '../model/chat-filter.js';
import { useChatPrefs } from './use-chat-prefs.js';

/** The last moment that the wire can name. */
const FOR_EVER = '9999-12-31T23:59:59.999Z';

/** What I can do with a whole chat; nobody else sees it. */
export interface ChatCommands {
  readonly togglePinned: (chat: ChatSummary) => void;
  readonly toggleUnread: (chat: ChatSummary) => void;
  readonly toggleArchived: (chat: ChatSummary) => void;
  /** For so many milliseconds; for ever without a number. */
  readonly mute: (chat: ChatSummary, ms?: number) => void;
  readonly unmute: (chat: ChatSummary) => void;
}

/** `onError` is told, in words, what could not be done. */
export function useChatCommands(onError: (text: string) => void): ChatCommands {
  const { t } = useLanguage();
  const { client } = useChatContext();
  const change = useChatPrefs(onError);
  return useMemo(
    () => ({
      togglePinned: ({ id, prefs: { pinned } }) =>
        change(id, { pinned: !pinned }, t(pinned ? 'announce.unpinned' : 'announce.pinned')),
      toggleUnread(chat) {
        if (!isUnread(chat)) return change(chat.id, { marked_unread: true }, t('announce.marked_unread'));
        if (chat.prefs.marked_unread) change(chat.id, { marked_unread: false }, t('announce.marked_read'));
        if (chat.unread > 0) client.conversation(chat.id).markRead(chat.last_seq);
      },
      toggleArchived: ({ id, prefs: { archived } }) =>
        change(id, { archived: !archived }, t(archived ? 'announce.unarchived' : 'announce.archived')),
      mute: ({ id }, ms) =>
        change(
          id,
          { muted_until: ms === undefined ? FOR_EVER : new Date(Date.now() + ms).toISOString() },
          t('announce.muted'),
        ),
      unmute: ({ id }) => change(id, { muted_until: null }, t('announce.unmuted')),
    }),
    [change, client, t],
  );
}

/** The keys of a chat that has the focus. False when the key means nothing there. */
export function runChatKey(commands: ChatCommands, chat: ChatSummary, key: string, now: number): boolean {
  switch (key) {
    case 'u':
      commands.toggleUnread(chat);
      return true;
    case 'p':
      commands.togglePinned(chat);
      return true;
    case 'e':
      commands.toggleArchived(chat);
      return true;
    case 'm':
      if (isMuted(chat, now)) commands.unmute(chat);
      else commands.mute(chat);
      return true;
    default:
      return false;
  }
}
