'use client';
import type { Message } from '@stm-chat/protocol';
import { useState } from 'react';
import { oneLine } from '../text/preview.js';
import { changeReason } from '../text/reasons.js';
import { useChatContext } from './chat-context.js';
import { ConfirmDialog } from '../kit/confirm-dialog.js';
import { useLanguage } from './language-context.js';

export interface DeleteDialogProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** Asks before a message is deleted for everybody, and stays open where that was refused. */
export function DeleteDialog({ message, onClose }: DeleteDialogProps) {
  const { t } = useLanguage();
  const { announce, client } = useChatContext();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const remove = () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    client.call('delete_message', { chatId: message.chatId, messageId: message.id }).then(
      () => {
        announce(t('announce.deleted'));
        onClose();
      },
      (thrown: unknown) => {
        setBusy(false);
        setError(t('change.delete_failed', { reason: changeReason(thrown, t) }));
      },
    );
  };

  return (
    <ConfirmDialog
      title={t('message.delete_title')}
      action={t('message.delete_confirm')}
      busy={busy}
      error={error}
      onConfirm={remove}
      onClose={onClose}
    >
      <p className="stm-confirm__quote" dir="auto">
        {oneLine(message.message)}
      </p>
      <p>{t('message.delete_text')}</p>
    </ConfirmDialog>
  );
}
