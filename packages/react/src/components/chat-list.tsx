'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { useChatClient, useChats, useMe } from '../hooks/use-chat-client.js';
import { moveRovingFocus } from '../hooks/use-roving-focus.js';
import { useLanguage } from './language-context.js';
import { ChatListItem } from './chat-list-item.js';
import { ChatsIcon, NetworkIcon } from './icons.js';
import { LoadMore } from './load-more.js';
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

/** My chats, newest activity first: links that arrow keys move through. More are loaded as the list is scrolled. */
export function ChatList({ selectedId, hrefFor, onSelect }: ChatListProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  const me = useMe();
  const { status, chats, hasMore, typing } = useChats();

  if (chats.length === 0) {
    if (status === 'loading') return <ChatListSkeleton label={t('chats.loading')} />;
    if (status === 'failed') return <ListFailed />;
    return (
      <StatePanel icon={<ChatsIcon />} title={t('chats.empty.title')}>
        {t(me?.role === 'lsm' ? 'chats.empty.lsm' : 'chats.empty.party')}
      </StatePanel>
    );
  }

  const tabStop = chats.some((chat) => chat.id === selectedId) ? selectedId : chats[0]?.id;
  return (
    <div className="stm-chat-list">
      <ul className="stm-chat-list__items" role="list" aria-label={t('chats.label')} onKeyDown={moveRovingFocus}>
        {chats.map((chat) => (
          <ChatListItem
            key={chat.id}
            chat={chat}
            meId={me?.id ?? null}
            href={hrefFor(chat)}
            selected={chat.id === selectedId}
            tabStop={chat.id === tabStop}
            typing={typing[chat.id] ?? NOBODY}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {hasMore && <LoadMore loaded={chats.length} load={() => client.loadMoreChats()} label={t('chats.more')} />}
    </div>
  );
}

const NOBODY: readonly number[] = [];

function ListFailed() {
  const { t } = useLanguage();
  const client = useChatClient();
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
