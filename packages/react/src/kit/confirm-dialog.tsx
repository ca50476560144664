'use client';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '../components/language-context.js';
import { Dialog } from './dialog.js';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The words of the button that does it. */
  readonly action: string;
  readonly busy: boolean;
  /** Why it did not work the last time. */
  readonly error: string | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before what cannot be undone. The safe answer has the focus; Escape gives it. */
export function ConfirmDialog({ title, children, action, busy, error, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useLanguage();
  const textId = useId();
  return (
    <Dialog alert title={title} describedBy={textId} onClose={onClose}>
      <div className="stm-confirm__text" id={textId}>
        {children}
      </div>
      <p className="stm-confirm__error" role="alert">
        {error}
      </p>
      <div className="stm-confirm__actions">
        <button type="button" className="stm-button stm-button--quiet" onClick={onClose}>
          {t('action.cancel')}
        </button>
        <button type="button" className="stm-button stm-button--danger" aria-disabled={busy} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
