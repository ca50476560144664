'use client';
import type { WireError } from '@stm-chat/protocol';
import type { ComponentTranslate } from '../text/texts.js';
import { useLanguage } from './language-context.js';

export interface FailedActionsProps {
  readonly error: WireError | undefined;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** Under a message that the server refused: why, and what to do about it. */
export function FailedActions({ error, onRetry, onDiscard }: FailedActionsProps) {
  const { t } = useLanguage();
  return (
    <div className="stm-failed">
      <span className="stm-failed__reason">{reasonText(error, t)}</span>
      <button type="button" className="stm-failed__action" onClick={onRetry}>
        {t('message.retry')}
      </button>
      <button type="button" className="stm-failed__action" onClick={onDiscard}>
        {t('message.discard')}
      </button>
    </div>
  );
}

function reasonText(error: WireError | undefined, t: ComponentTranslate): string {
  if (error === undefined) return t('message.failed');
  return t('message.failed_reason', { reason: reasonOf(error, t) });
}

function reasonOf(error: WireError, t: ComponentTranslate): string {
  switch (error.code) {
    case 'chat_closed':
    case 'forbidden':
    case 'not_found':
    case 'payload_too_large':
    case 'invalid_payload':
    case 'rate_limited':
      return t(`reason.${error.code}`);
    default:
      return t('reason.other');
  }
}
