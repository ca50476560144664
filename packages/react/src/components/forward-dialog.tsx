'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useMemo, useRef, useState } from 'react';
import { useChats, useMe } from '../hooks/use-chat-client.js';
import { Dialog } from '../kit/dialog.js';
import { filterChats } from '../model/chat-filter.js';
import { chatName } from '../text/names.js';
import { previewOf } from '../text/preview.js';
import { changeReason } from '../text/reasons.js';
import { isBlocked } from './blocked-note.js';
import { ChatAvatar } from './chat-avatar.js';
import { useChatContext } from './chat-context.js';
import { CheckIcon, ForwardIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface ForwardDialogProps {
  readonly message: Message;
  readonly onClose: () => void;
}

type Progress = { readonly kind: 'sending' | 'sent' } | { readonly kind: 'failed'; readonly reason: string };

/** Chooses the chats that a message is sent into; each press sends it into one. */
export function ForwardDialog({ message, onClose }: ForwardDialogProps) {
  const { t, formats } = useLanguage();
  const { announce, client } = useChatContext();
  const meId = useMe()?.id ?? null;
  const { chats } = useChats();
  const [words, setWords] = useState('');
  const [progress, setProgress] = useState<Readonly<Record<string, Progress>>>({});
  // One message per chat, however often it is pressed: after a lost answer the same one is asked for again.
  const [clientId] = useState(() => `${Date.now().toString(36)}-${message.id}`);
  const field = useRef<HTMLInputElement>(null);
  const targets = useMemo(() => {
    const open = chats.filter(
      (chat) => chat.id !== message.chatId && chat.status !== 'closed' && !isBlocked(chat, meId, chat.lsm_id),
    );
    return filterChats(open, { filter: 'all', words, state: '' }, meId);
  }, [chats, message.chatId, meId, words]);

  const forward = (chat: ChatSummary) => {
    const state = progress[chat.id]?.kind;
    if (state === 'sending' || state === 'sent') return;
    const set = (next: Progress) => setProgress((all) => ({ ...all, [chat.id]: next }));
    set({ kind: 'sending' });
    client
      .call('forward_message', {
        ...{ chatId: chat.id, from_chat_id: message.chatId, messageId: message.id },
        client_id: clientId,
      })
      .then(
        () => {
          set({ kind: 'sent' });
          announce(t('forward.sent_to', { name: chatName(chat, meId, t, formats) }));
        },
        (error: unknown) => set({ kind: 'failed', reason: changeReason(error, t) }),
      );
  };
  return (
    <Dialog title={t('forward.title')} initialFocus={field} onClose={onClose}>
      <p className="stm-confirm__quote" dir="auto">
        {previewOf(message, t)}
      </p>
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
      <ul className="stm-picker" aria-label={t('forward.chats')}>
        {targets.map((chat) => (
          <li key={chat.id} className="stm-picker__row">
            <Target chat={chat} meId={meId} progress={progress[chat.id]} onPress={() => forward(chat)} />
          </li>
        ))}
        {targets.length === 0 && <li className="stm-picker__none">{t('forward.none')}</li>}
      </ul>
    </Dialog>
  );
}

interface TargetProps {
  readonly chat: ChatSummary;
  readonly meId: number | null;
  readonly progress: Progress | undefined;
  readonly onPress: () => void;
}

function Target({ chat, meId, progress, onPress }: TargetProps) {
  const { t, formats } = useLanguage();
  const done = progress?.kind === 'sent';
  return (
    <button
      type="button"
      className="stm-picker__item stm-picker__item--face"
      aria-disabled={done || progress?.kind === 'sending'}
      onClick={onPress}
    >
      <ChatAvatar summary={chat} meId={meId} />
      <span className="stm-picker__name" dir="auto">
        {chatName(chat, meId, t, formats)}
      </span>
      <span className="stm-picker__text" dir="auto">
        {chat.job?.title ?? chat.subject}
      </span>
      <span className="stm-picker__state" data-kind={progress?.kind}>
        {progress?.kind === 'failed' && t('forward.failed', { reason: progress.reason })}
        {done && t('forward.sent')}
        {done ? <CheckIcon /> : <ForwardIcon />}
      </span>
    </button>
  );
}
