'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useRef, useState } from 'react';
import { useMe } from '../hooks/use-chat-client.js';
import { Dialog } from '../kit/dialog.js';
import { chatName } from '../text/names.js';
import { previewOf } from '../text/preview.js';
import { changeReason } from '../text/reasons.js';
import { useChatContext } from './chat-context.js';
import { ChatPicker } from './chat-picker.js';
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
  const [progress, setProgress] = useState<Readonly<Record<string, Progress>>>({});
  // One message per chat, however often it is pressed: after a lost answer the same one is asked for again.
  const [clientId] = useState(() => `${Date.now().toString(36)}-${message.id}`);
  const field = useRef<HTMLInputElement>(null);
  const forward = (chat: ChatSummary) => {
    if (isDone(progress[chat.id])) return;
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
      <ChatPicker
        label={t('forward.chats')}
        none={t('forward.none')}
        except={message.chatId}
        field={field}
        onPick={forward}
        isDone={({ id }) => isDone(progress[id])}
        aside={({ id }) => <Outcome progress={progress[id]} />}
      />
    </Dialog>
  );
}

const isDone = (progress: Progress | undefined) => progress?.kind === 'sent' || progress?.kind === 'sending';

function Outcome({ progress }: { readonly progress: Progress | undefined }) {
  const { t } = useLanguage();
  const done = progress?.kind === 'sent';
  return (
    <span className="stm-picker__state" data-kind={progress?.kind}>
      {progress?.kind === 'failed' && t('forward.failed', { reason: progress.reason })}
      {done && t('forward.sent')}
      {done ? <CheckIcon /> : <ForwardIcon />}
    </span>
  );
}
