'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { Dialog } from '../kit/dialog.js';
import { senderName } from '../text/names.js';
import { previewOf } from '../text/preview.js';
import { CloseIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface PinsDialogProps {
  readonly pins: readonly Message[];
  readonly summary: ChatSummary;
  readonly onJump: (seq: number) => void;
  /** Left out where nothing can be unpinned. */
  readonly onUnpin?: ((message: Message) => void) | undefined;
  readonly onClose: () => void;
}

/** All pinned messages of a chat. */
export function PinsDialog({ pins, summary, onJump, onUnpin, onClose }: PinsDialogProps) {
  const { t, formats } = useLanguage();
  return (
    <Dialog title={t('pins.label')} onClose={onClose}>
      <ul className="stm-picker">
        {pins.map((message) => (
          <li key={message.id} className="stm-picker__row">
            <button type="button" className="stm-picker__item" onClick={() => onJump(message.seq)}>
              <span className="stm-picker__name" dir="auto">
                {senderName(message, summary, t)}
              </span>
              <time className="stm-picker__note" dir="auto" dateTime={message.created_at}>
                {formats.exact(message.created_at)}
              </time>
              <span className="stm-picker__text" dir="auto">
                {previewOf(message, t)}
              </span>
            </button>
            {onUnpin !== undefined && (
              <button
                type="button"
                className="stm-icon-button"
                aria-label={t('pins.unpin', { text: previewOf(message, t) })}
                onClick={() => onUnpin(message)}
              >
                <CloseIcon />
              </button>
            )}
          </li>
        ))}
        {pins.length === 0 && <li className="stm-picker__none">{t('pins.none')}</li>}
      </ul>
    </Dialog>
  );
}
