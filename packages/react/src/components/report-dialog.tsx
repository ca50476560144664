'use client';
import type { Message, ReportReason } from '@stm-chat/protocol';
import { useState } from 'react';
import { ConfirmDialog } from '../kit/confirm-dialog.js';
import { oneLine } from '../text/preview.js';
import { changeReason } from '../text/reasons.js';
import { useChatContext } from './chat-context.js';
import { useLanguage } from './language-context.js';

export interface ReportDialogProps {
  readonly message: Message;
  /** Whoever wrote it can be blocked: not somebody who settles disputes. */
  readonly blockable: boolean;
  readonly onClose: () => void;
}

const REASONS: readonly ReportReason[] = ['spam', 'harassment', 'fraud', 'contact', 'illegal', 'other'];

/** Asks why a message is reported, and whether its writer is to be blocked too. */
export function ReportDialog({ message, blockable, onClose }: ReportDialogProps) {
  const { t } = useLanguage();
  const { announce, client } = useChatContext();
  const [reason, setReason] = useState<ReportReason>('harassment');
  const [details, setDetails] = useState('');
  const [block, setBlock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const send = async () => {
    const words = details.trim();
    await client.call('report_message', {
      ...{ chatId: message.chatId, messageId: message.id, reason },
      ...(words === '' ? {} : { details: words.replaceAll(/\s+/g, ' ') }),
    });
    if (block) await client.call('block_user', { userId: message.sender_id });
  };
  const report = () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    send().then(
      () => {
        announce(t('safety.reported'));
        onClose();
      },
      (thrown: unknown) => {
        setBusy(false);
        setError(t('safety.report_failed', { reason: changeReason(thrown, t) }));
      },
    );
  };
  return (
    <ConfirmDialog
      title={t('safety.report_title')}
      action={t('safety.report_confirm')}
      busy={busy}
      error={error}
      onConfirm={report}
      onClose={onClose}
    >
      <p className="stm-confirm__quote" dir="auto">
        {oneLine(message.message)}
      </p>
      <p>{t('safety.report_text')}</p>
      <label className="stm-report__field">
        {t('safety.reason')}
        <select
          value={reason}
          onChange={(event) => setReason(REASONS.find((each) => each === event.target.value) ?? 'other')}
        >
          {REASONS.map((each) => (
            <option key={each} value={each}>
              {t(`safety.reason.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="stm-report__field">
        {t('safety.details')}
        <textarea
          dir="auto"
          rows={2}
          maxLength={1000}
          value={details}
          onChange={(event) => setDetails(event.target.value)}
        />
      </label>
      {blockable && (
        <label className="stm-report__check">
          <input type="checkbox" checked={block} onChange={(event) => setBlock(event.target.checked)} />
          {t('safety.block_too')}
        </label>
      )}
    </ConfirmDialog>
  );
}
