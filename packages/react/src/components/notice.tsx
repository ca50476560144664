'use client';
import { CloseIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface NoticeProps {
  readonly text: string | null;
  readonly onDismiss: () => void;
}

/** What went wrong last, said once, until it is put away or something else is done. */
export function Notice({ text, onDismiss }: NoticeProps) {
  const { t } = useLanguage();
  return (
    <div className="stm-notice-place" role="alert">
      {text !== null && (
        <p className="stm-notice">
          <span>{text}</span>
          <button type="button" className="stm-icon-button" aria-label={t('action.dismiss')} onClick={onDismiss}>
            <CloseIcon />
          </button>
        </p>
      )}
    </div>
  );
}
