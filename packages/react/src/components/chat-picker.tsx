'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { type ReactNode, type Ref, useMemo, useState } from 'react';
import { useChats, useMe } from '../hooks/use-chat-client.js';
import { filterChats } from '../model/chat-filter.js';
import { chatName } from '../text/names.js';
import { isBlocked } from './blocked-note.js';
import { ChatAvatar } from './chat-avatar.js';
import { useLanguage } from './language-context.js';

export interface ChatPickerProps {
  /** Names the list. */
  readonly label: string;
  /** Where there is no chat to choose. */
  readonly none: string;
  /** A chat that is not offered. */
  readonly except?: string;
  readonly onPick: (chat: ChatSummary) => void;
  /** At the end of a line: what came of the press. */
  readonly aside?: (chat: ChatSummary) => ReactNode;
  /** Pressing it means nothing now. */
  readonly isDone?: (chat: ChatSummary) => boolean;
  /** The field to search in, for the focus. */
  readonly field?: Ref<HTMLInputElement>;
}

/** The chats that I may write in, with a field to find one. */
export function ChatPicker({ label, none, except, onPick, aside, isDone, field }: ChatPickerProps) {
  const { t, formats } = useLanguage();
  const meId = useMe()?.id ?? null;
  const { chats } = useChats();
  const [words, setWords] = useState('');
  const targets = useMemo(() => {
    const open = chats.filter(
      (chat) => chat.id !== except && chat.status !== 'closed' && !isBlocked(chat, meId, chat.lsm_id),
    );
    return filterChats(open, { filter: 'all', words, state: '' }, meId);
  }, [chats, except, meId, words]);
  return (
    <>
      <input
        ref={field}
        className="stm-picker__search"
        type="search"
        dir="auto"
        value={words}
        placeholder={t('chats.search')}
        aria-label={t('chats.search')}
        autoComplete="off"
        onChange={(event) => setWords(event.target.value)}
      />
      <ul className="stm-picker" aria-label={label}>
        {targets.map((chat) => (
          <li key={chat.id} className="stm-picker__row">
            <button
              type="button"
              className="stm-picker__item stm-picker__item--face"
              aria-disabled={isDone?.(chat) === true}
              onClick={() => onPick(chat)}
            >
              <ChatAvatar summary={chat} meId={meId} />
              <span className="stm-picker__name" dir="auto">
                {chatName(chat, meId, t, formats)}
              </span>
              <span className="stm-picker__text" dir="auto">
                {chat.job?.title ?? chat.subject}
              </span>
              {aside?.(chat)}
            </button>
          </li>
        ))}
        {targets.length === 0 && <li className="stm-picker__none">{none}</li>}
      </ul>
    </>
  );
}
