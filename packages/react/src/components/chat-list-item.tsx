'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { useDraft } from '../hooks/use-chat-client.js';
import { useNow } from '../hooks/use-now.js';
import { counterparts } from '../model/people.js';
import { chatName } from '../text/names.js';
import { ChatAvatar } from './chat-avatar.js';
import { useLanguage } from './language-context.js';
import { ChatPreview } from './chat-preview.js';
import { MutedIcon, PinIcon } from './icons.js';
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
}

/** One chat in the list: who, which job and its state, the last message or what is going on, and what is unread. */
export const ChatListItem = memo(function ChatListItem(props: ChatListItemProps) {
  const { chat, meId, href, selected, tabStop, typing, onSelect } = props;
  const { t, formats } = useLanguage();
  const [draft] = useDraft(chat.id);
  const now = useNow();
  const muted = chat.prefs.muted_until !== null && Date.parse(chat.prefs.muted_until) > now;
  const [only, second] = counterparts(chat, meId);
  const online = second === undefined && only?.online === true;
  return (
    <li className="stm-chat-item">
      <a
        className="stm-chat-item__link"
        href={href}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          onSelect(chat);
        }}
        data-roving
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected ? 'page' : undefined}
      >
        <ChatAvatar summary={chat} meId={meId} />
        <span className="stm-chat-item__lines">
          <span className="stm-chat-item__line">
            <span className="stm-chat-item__name" dir="auto">
              {chatName(chat, meId, t, formats)}
            </span>
            {online && <span className="stm-hidden">{t('presence.online')}</span>}
            {chat.prefs.pinned && <Mark label={t('chats.pinned')} icon={<PinIcon />} />}
            {muted && <Mark label={t('chats.muted')} icon={<MutedIcon />} />}
            <time className="stm-chat-item__time" dateTime={chat.last_activity_at}>
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
            {chat.unread > 0 && (
              <span className={muted ? 'stm-badge stm-badge--quiet' : 'stm-badge'}>
                <span aria-hidden="true">{chat.unread > 999 ? '999+' : formats.number(chat.unread)}</span>
                <span className="stm-hidden">{t('chats.unread', { count: chat.unread })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
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
