'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo, type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { useDraft } from '../hooks/use-chat-client.js';
import { useLongPress } from '../hooks/use-long-press.js';
import { useNow } from '../hooks/use-now.js';
import { isMuted } from '../model/chat-filter.js';
import { counterparts } from '../model/people.js';
import { chatName } from '../text/names.js';
import { ChatAvatar } from './chat-avatar.js';
import { useLanguage } from './language-context.js';
import { ChatPreview } from './chat-preview.js';
import { MoreIcon, MutedIcon, PinIcon } from './icons.js';
import { StatusChip } from './status-chip.js';

export interface ChatListItemProps {
  readonly chat: ChatSummary;
  readonly meId: number | null;
  readonly href: string;
  readonly selected: boolean;
  /** The one item that Tab reaches. */
  readonly tabStop: boolean;
  readonly typing: readonly number[];
  /** A plain click; others (new tab, middle button) stay the browser's. */
  readonly onSelect: (chat: ChatSummary) => void;
  readonly onMenu: (chatId: string, anchor: HTMLElement) => void;
  /** A key that is pressed on it; true when it meant something. */
  readonly onKey: (chat: ChatSummary, key: string) => boolean;
}

/** One chat in the list: who, which job and its state, the last message or what is going on, and what is unread. */
export const ChatListItem = memo(function ChatListItem(props: ChatListItemProps) {
  const { chat, meId, href, selected, tabStop, typing, onSelect, onMenu, onKey } = props;
  const [within, setWithin] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const openMenu = () => more.current !== null && onMenu(chat.id, more.current);
  const press = useLongPress(openMenu);
  const { t, formats } = useLanguage();
  const [draft] = useDraft(chat.id);
  const now = useNow();
  const muted = isMuted(chat, now);
  const name = chatName(chat, meId, t, formats);
  const markedUnread = chat.unread === 0 && chat.prefs.marked_unread;
  const [only, second] = counterparts(chat, meId);
  const online = second === undefined && only?.online === true;
  return (
    <li className="stm-chat-item" onFocus={() => setWithin(true)} onBlur={() => setWithin(false)}>
      <a
        className="stm-chat-item__link"
        href={href}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          onSelect(chat);
        }}
        onKeyDown={(event) => {
          if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
          if (onKey(chat, event.key)) event.preventDefault();
        }}
        {...press}
        data-roving
        data-unread={markedUnread || (chat.unread > 0 && !muted) || undefined}
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected ? 'page' : undefined}
      >
        <ChatAvatar summary={chat} meId={meId} />
        <span className="stm-chat-item__lines">
          <span className="stm-chat-item__line">
            <span className="stm-chat-item__name" dir="auto">
              {name}
            </span>
            {online && <span className="stm-hidden">{t('presence.online')}</span>}
            {chat.prefs.pinned && <Mark label={t('chats.pinned')} icon={<PinIcon />} />}
            {muted && <Mark label={t('chats.muted')} icon={<MutedIcon />} />}
            <time className="stm-chat-item__time" dir="auto" dateTime={chat.last_activity_at}>
              {formats.listTime(chat.last_activity_at, now)}
            </time>
          </span>
          <span className="stm-chat-item__line">
            <span className="stm-chat-item__job" dir="auto">
              {chat.job?.title ?? chat.subject}
            </span>
            <StatusChip summary={chat} />
          </span>
          <span className="stm-chat-item__line">
            <ChatPreview chat={chat} meId={meId} typing={typing} draft={selected ? '' : draft} />
            {markedUnread && (
              <span className="stm-badge stm-badge--dot">
                <span className="stm-hidden">{t('chats.marked_unread')}</span>
              </span>
            )}
            {chat.unread > 0 && (
              <span className={muted ? 'stm-badge stm-badge--quiet' : 'stm-badge'}>
                <span aria-hidden="true">{chat.unread > 999 ? '999+' : formats.number(chat.unread)}</span>
                <span className="stm-hidden">{t('chats.unread', { count: chat.unread })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
      <button
        ref={more}
        type="button"
        className="stm-chat-item__more"
        aria-label={t('chats.menu_of', { name })}
        aria-haspopup="menu"
        tabIndex={within ? 0 : -1}
        onClick={openMenu}
      >
        <MoreIcon />
      </button>
    </li>
  );
});

function Mark({ label, icon }: { readonly label: string; readonly icon: ReactNode }) {
  return (
    <span className="stm-chat-item__mark" title={label}>
      {icon}
      <span className="stm-hidden">{label}</span>
    </span>
  );
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
