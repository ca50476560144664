import { type Formats, useChatClient, useChatContext, useLanguage } from '@stm-chat/react';
import type { ChatSummary, Message, Notification } from '@stm-chat/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { onWorkerMessage } from '../pwa/service-worker.js';
import { useSignedIn } from '../components/me-context.js';
import { chatPath } from '../paths.js';
import { useText } from '../text/use-text.js';
import { playChime } from './chime.js';
import { claim } from './claim.js';
import { messageNews } from './message-news.js';
import { previews, sounds } from './notification-settings.js';
import { laneNotice } from './lane-notice.js';
import { noticeOf } from './notice-words.js';
import { chatTag, closeSystemNotification, showSystemNotification } from './system-notification.js';
import type { Toast } from './toasts.js';

/** More than this at once cover the page. */
const TOASTS_MAX = 3;

export interface News {
  readonly toasts: readonly Toast[];
  readonly onDone: (id: string) => void;
}

/**
 * Tells of what happens in chats that are not being read: in the corner of the page while somebody looks at it, else by
 * the operating system; with a sound where that is wanted; once over all tabs, and gone when it was read elsewhere.
 */
export function useNews(openChatId: string | undefined): News {
  const client = useChatClient();
  const { announce } = useChatContext();
  const { locale, formats } = useLanguage();
  const t = useText();
  const { role } = useSignedIn().account;
  const [, navigate] = useLocation();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const onDone = useCallback((id: string) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);

  const forget = useCallback(
    (id: string) => {
      onDone(id);
      void closeSystemNotification(chatTag(id));
    },
    [onDone],
  );

  const tell = (
    chatId: string | null,
    title: string,
    body: string,
    hidden: string,
    to?: string | null,
    seq?: number,
  ) => {
    const attended = isAttended();
    const path = to ?? (chatId === null ? '/' : chatPath(chatId));
    if (sounds.get()) playChime().catch(() => undefined);
    if (!attended) {
      const shown = previews.get() ? body : hidden;
      return void showSystemNotification({
        tag: chatTag(chatId ?? title),
        title,
        body: shown,
        path,
        locale,
        ...(seq === undefined ? {} : { seq }),
      });
    }
    const id = chatId ?? title;
    announce(t('notifications.from', { name: title, text: body }));
    setToasts((all) => {
      const others = all.filter((toast) => toast.id !== id).slice(-(TOASTS_MAX - 1));
      return [...others, { id, title, body, onOpen: () => navigate(path) }];
    });
  };
  const latest = useRef({ tell, t, formats, openChatId });
  useEffect(() => {
    latest.current = { tell, t, formats, openChatId };
  });

  useEffect(() => {
    let newest: string | null = null;
    let unread = new Set<string>();
    const look = () => {
      const { fresh, chats } = client.chats.get();
      if (!fresh) return;
      const found = messageNews(newest, chats, { meId: client.me.get()?.id ?? null, now: Date.now() });
      newest = found.newest;
      const still = new Set(chats.filter((chat) => chat.unread > 0).map(({ id }) => id));
      // Read, here or on another device: nothing is left to tell.
      for (const id of unread) if (!still.has(id)) forget(id);
      unread = still;
      for (const { chat, message } of found.news) {
        const reading = isAttended() && latest.current.openChatId === chat.id;
        void claim(`${chat.id}:${message.seq}`, isAttended(), () => {
          if (reading) return;
          const { tell: say, t: text } = latest.current;
          say(
            chat.id,
            senderOf(chat, message, latest.current.formats),
            bodyOf(message, text),
            text('notifications.hidden'),
            null,
            message.seq,
          );
        });
      }
    };
    look();
    return client.chats.subscribe(look);
  }, [client, forget]);

  // What is not a message of the list: a dispute, a deadline, and what is said in a lane.
  useEffect(
    () =>
      client.on('notification', (told: Notification) => {
        if (told.read_at !== null) return forget(told.chatId ?? told.title);
        const chatId = told.type === 'message' ? told.chatId : null;
        if (chatId !== null) {
          if (client.chats.get().chats.some(({ id }) => id === chatId)) return;
          return void claim(`${told.id}:${told.created_at}`, isAttended(), () => {
            const { tell: say, t: text } = latest.current;
            void laneNotice(client, told, role, text).then((notice) => {
              if (notice !== null) say(chatId, notice.title, notice.body, text('notifications.hidden'), notice.path);
            });
          });
        }
        void claim(`${told.id}:${told.created_at}`, isAttended(), () => {
          const { tell: say, t: text } = latest.current;
          const { title, body, path } = noticeOf(told, role, text);
          say(told.chatId, title, body, text('notifications.hidden'), path);
        });
      }),
    [client, forget, role],
  );

  useEffect(() => {
    if (openChatId === undefined) return;
    forget(openChatId);
  }, [openChatId, forget]);

  useEffect(
    () =>
      onWorkerMessage((message) => {
        if (message.kind === 'open') navigate(message.path);
      }),
    [navigate],
  );

  return { toasts, onDone };
}

function isAttended(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function senderOf(chat: ChatSummary, message: Message, formats: Formats): string {
  const sender = chat.members.find(({ userId }) => userId === message.sender_id);
  return sender?.name ?? formats.list(chat.members.map(({ name }) => name));
}

function bodyOf(message: Message, t: ReturnType<typeof useText>): string {
  const text = message.message.replace(/\s+/gu, ' ').trim();
  return text === '' ? t('notifications.hidden') : Array.from(text).slice(0, 120).join('');
}
