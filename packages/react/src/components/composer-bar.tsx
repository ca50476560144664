'use client';
import { previewOf } from '../text/preview.js';
import type { ComposerMode } from '../model/composer-mode.js';
import { CloseIcon, EditIcon, ReplyIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface ComposerBarProps {
  readonly mode: ComposerMode;
  readonly onCancel: () => void;
}

/** Above the field: the message that is answered or edited, and the way out. */
export function ComposerBar({ mode, onCancel }: ComposerBarProps) {
  const { t } = useLanguage();
  const reply = mode.kind === 'reply';
  const title = !reply
    ? t('composer.editing')
    : mode.name === null
      ? t('composer.replying_self')
      : t('composer.replying', { name: mode.name });
  return (
    <div className="stm-composer__bar">
      <span className="stm-composer__bar-icon">{reply ? <ReplyIcon /> : <EditIcon />}</span>
      <span className="stm-composer__bar-lines">
        <span className="stm-composer__bar-title" dir="auto">
          {title}
        </span>
        <span className="stm-composer__bar-text" dir="auto">
          {previewOf(mode.message, t)}
        </span>
      </span>
      <button
        type="button"
        className="stm-icon-button"
        aria-label={t(reply ? 'composer.reply_cancel' : 'composer.edit_cancel')}
        onClick={onCancel}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
