import { createNotificationList, type NotificationList } from '@stm-chat/client';
import type { ChatSummary } from '@stm-chat/protocol';
import {
  ChatList,
  ConnectionBanner,
  late,
  useChatClient,
  useStableCallback,
  useStore,
  useTitleBadge,
} from '@stm-chat/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { AccountMenu } from '../components/account-menu.js';
import { useSignedIn } from '../components/me-context.js';
import { UpdateNotice } from '../pwa/update-notice.js';
import { useBackgroundSync } from '../pwa/use-background-sync.js';
import { AskCard } from '../notifications/ask-card.js';
import { NotificationBell } from '../notifications/notification-bell.js';
import { Toasts } from '../notifications/toasts.js';
import { useBadges } from '../notifications/use-badges.js';
import { useNews } from '../notifications/use-news.js';
import { chatPath, targetSeq } from '../paths.js';
import { enterSends } from '../shortcuts/shortcut-settings.js';
import { PageShortcuts } from '../shortcuts/page-shortcuts.js';
import { useText } from '../text/use-text.js';
import { OpenChat, preloadConversation } from './open-chat.js';

const SearchDialog = late(async () => ({ default: (await import('../search/search-dialog.js')).SearchDialog }));

const ShareDialog = late(async () => ({ default: (await import('../share/share-dialog.js')).ShareDialog }));

const DeskLink = late(async () => ({ default: (await import('../disputes/desk-link.js')).DeskLink }), {
  failed: 'nothing',
});

const WaitingPane = late(async () => ({ default: (await import('./waiting-pane.js')).WaitingPane }), {
  failed: 'nothing',
});

/** The list and the open chat: beside each other, or one at a time where the page is narrow. */
export function ChatsPage() {
  const t = useText();
  const { chatId } = useParams<{ chatId?: string }>();
  const search = useSearch();
  const target = targetSeq(search);
  const [, navigate] = useLocation();
  useTitleBadge(t('app.name'));
  useBadges();
  const news = useNews(chatId);
  const notifications = useNotificationList();
  useBackgroundSync();
  useEffect(preloadConversation, []);
  const sendsOnEnter = useStore(enterSends);
  const { role } = useSignedIn().account;
  const [searching, setSearching] = useState(false);
  const list = useRef<HTMLElement>(null);
  useFocusReturn(list, chatId);
  // The same functions for good, so that a letter or a receipt draws no line of the list anew.
  const open = useStableCallback(({ id }: ChatSummary) => navigate(chatPath(id), { state: { fromList: true } }));
  const back = useStableCallback(() => goBack(navigate));

  return (
    <div className="app" data-pane={chatId === undefined ? 'list' : 'chat'}>
      <header className="app__banner">
        <a className="skip" href="#conversation">
          {t('app.skip')}
        </a>
        <h1 className="stm-hidden">{t('app.name')}</h1>
      </header>
      <nav className="app__list" aria-label={t('chats.list')} ref={list}>
        <header className="app__head">
          <h2 className="app__title">{t('chats.title')}</h2>
          <div className="app__actions">
            {role === 'lsm' && <DeskLink />}
            <button
              type="button"
              className="stm-icon-button"
              aria-label={t('search.title')}
              aria-haspopup="dialog"
              onClick={() => setSearching(true)}
            >
              <svg className="stm-icon search__glass" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <circle cx="10.5" cy="10.5" r="6.5" />
                <path d="M15.3 15.3L20.5 20.5" />
              </svg>
            </button>
            <NotificationBell list={notifications} />
            <AccountMenu />
          </div>
        </header>
        <div className="app__scroll">
          <ChatList selectedId={chatId} hrefFor={hrefOf} onSelect={open} />
        </div>
      </nav>
      <main className="app__main" id="conversation" tabIndex={-1}>
        {chatId === undefined ? (
          <WaitingPane hrefFor={hrefOf} onSelect={open} />
        ) : (
          <OpenChat enterSends={sendsOnEnter} chatId={chatId} targetSeq={target} targetKey={search} onBack={back} />
        )}
      </main>
      <ConnectionBanner />
      <PageShortcuts openChatId={chatId} onFind={() => setSearching(true)} />
      {new URLSearchParams(search).has('share') && (
        <ShareDialog
          onOpen={(path) => navigate(path, { replace: true })}
          onClose={() => navigate('/', { replace: true })}
        />
      )}
      {searching && (
        <SearchDialog chatId={chatId} onOpen={(path) => navigate(path)} onClose={() => setSearching(false)} />
      )}
      <div className="app__notices">
        <UpdateNotice />
        <AskCard />
        <Toasts {...news} />
      </div>
    </div>
  );
}

function useNotificationList(): NotificationList {
  const client = useChatClient();
  const [list] = useState(() => createNotificationList(client));
  useEffect(() => list.start(), [list]);
  return list;
}

const hrefOf = (chat: ChatSummary) => chatPath(chat.id);

/** Back to the list: one step in the history when that is where the reader came from, so that no trail piles up. */
function goBack(navigate: (path: string, options: { replace: boolean }) => void): void {
  const state: unknown = window.history.state;
  if (typeof state === 'object' && state !== null && 'fromList' in state) window.history.back();
  else navigate('/', { replace: true });
}

/** When a chat is left for the list, the focus goes back to its line. */
function useFocusReturn(list: RefObject<HTMLElement | null>, chatId: string | undefined): void {
  const last = useRef(chatId);
  useEffect(() => {
    const left = chatId === undefined ? last.current : undefined;
    last.current = chatId;
    if (left === undefined) return;
    list.current?.querySelector<HTMLElement>(`a[href="${CSS.escape(chatPath(left)).replaceAll('\\/', '/')}"]`)?.focus();
  }, [chatId, list]);
}
