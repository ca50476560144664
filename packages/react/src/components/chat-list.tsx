'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useDeferredValue, useMemo, useState } from 'react';
import { useChatClient, useChats, useMe } from '../hooks/use-chat-client.js';
import { runChatKey, useChatCommands } from '../hooks/use-chat-commands.js';
import { moveRovingFocus } from '../hooks/use-roving-focus.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { type ChatQuery, filterChats, isUnread, jobStates } from '../model/chat-filter.js';
import { useLanguage } from './language-context.js';
import { ChatListItem } from './chat-list-item.js';
import { ChatListTools } from './chat-list-tools.js';
import { ChatMenu } from './chat-menu.js';
import { ChatsIcon, NetworkIcon } from './icons.js';
import { LoadMore } from './load-more.js';
import { Notice } from './notice.js';
import { ChatListSkeleton } from './skeletons.js';
import { StatePanel } from './state-panel.js';

export interface ChatListProps {
  /** The chat that is open. */
  readonly selectedId?: string | undefined;
  /** The address of a chat in the host's page. */
  readonly hrefFor: (chat: ChatSummary) => string;
  /** A plain click; others (new tab, middle button) stay the browser's. */
  readonly onSelect: (chat: ChatSummary) => void;
}

const EVERYTHING: ChatQuery = { filter: 'all', words: '', state: '' };

/**
 * My chats, pinned first, then newest activity: links that arrow keys move through, each with a menu. Filters and search
 * look at what is loaded; more is loaded as the list is scrolled.
 */
export function ChatList({ selectedId, hrefFor, onSelect }: ChatListProps) {
  const { t, locale } = useLanguage();
  const client = useChatClient();
  const meId = useMe()?.id ?? null;
  // Whoever writes waits for the bubble, not for the line of the list that shows it too.
  const { status, chats, hasMore, typing } = useDeferredValue(useChats());
  const [query, setQuery] = useState(EVERYTHING);
  const [menu, setMenu] = useState<{ readonly chatId: string; readonly anchor: HTMLElement } | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const shown = useMemo(() => filterChats(chats, query, meId), [chats, query, meId]);
  const onMenu = useStableCallback((chatId: string, anchor: HTMLElement) => {
    setNotice(null);
    setMenu({ chatId, anchor });
  });

  const commands = useChatCommands(setNotice);
  const onKey = useStableCallback((chat: ChatSummary, key: string) => {
    setNotice(null);
    return runChatKey(commands, chat, key, Date.now());
  });

  const counts = useMemo(
    () => ({
      unread: chats.filter((chat) => isUnread(chat) && !chat.prefs.archived).length,
      disputed: chats.filter(({ status: state, prefs }) => state === 'disputed' && !prefs.archived).length,
      archived: chats.filter(({ prefs }) => prefs.archived).length,
    }),
    [chats],
  );
  const states = useMemo(() => jobStates(chats, locale), [chats, locale]);

  if (chats.length === 0) return <NoChats status={status} />;
  const tabStop = shown.some((chat) => chat.id === selectedId) ? selectedId : shown[0]?.id;
  const chosen = chats.find(({ id }) => id === menu?.chatId);
  return (
    <div className="stm-chat-list">
      <ChatListTools query={query} counts={counts} states={states} onChange={setQuery} />
      <Notice text={notice} onDismiss={() => setNotice(null)} />
      {shown.length > 0 && (
        <ul className="stm-chat-list__items" role="list" aria-label={t('chats.label')} onKeyDown={moveRovingFocus}>
          {shown.map((chat) => (
            <ChatListItem
              key={chat.id}
              chat={chat}
              meId={meId}
              href={hrefFor(chat)}
              selected={chat.id === selectedId}
              tabStop={chat.id === tabStop}
              typing={typing[chat.id] ?? NOBODY}
              onSelect={onSelect}
              onMenu={onMenu}
              onKey={onKey}
            />
          ))}
        </ul>
      )}
      <p className="stm-chat-list__none" role="status">
        {shown.length === 0 &&
          t(query.words.trim() === '' && query.state === '' ? `chats.none.${query.filter}` : 'chats.none.found')}
      </p>
      {hasMore && <LoadMore loaded={chats.length} load={() => client.loadMoreChats()} label={t('chats.more')} />}
      {menu !== null && chosen !== undefined && (
        <ChatMenu chat={chosen} anchor={menu.anchor} onClose={() => setMenu(null)} onError={setNotice} />
      )}
    </div>
  );
}

const NOBODY: readonly number[] = [];

/** Loading, failed, or really none: each says what it is. */
function NoChats({ status }: { readonly status: 'loading' | 'ready' | 'failed' }) {
  const { t } = useLanguage();
  const client = useChatClient();
  const me = useMe();
  if (status === 'loading') return <ChatListSkeleton label={t('chats.loading')} />;
  if (status === 'ready') {
    return (
      <StatePanel icon={<ChatsIcon />} title={t('chats.empty.title')}>
        {t(me?.role === 'lsm' ? 'chats.empty.lsm' : 'chats.empty.party')}
      </StatePanel>
    );
  }
  return (
    <StatePanel
      icon={<NetworkIcon />}
      title={t('chats.failed.title')}
      role="alert"
      action={{ label: t('action.retry'), run: () => void client.connect() }}
    >
      {t('chats.failed.text')}
    </StatePanel>
  );
}
