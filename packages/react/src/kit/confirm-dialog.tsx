'use client';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLanguage } from './language-context.js';

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
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      className="stm-confirm"
      ref={dialog}
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={onClose}
    >
      <h2 className="stm-confirm__title" id={titleId}>
        {title}
      </h2>
      <div className="stm-confirm__text" id={textId}>
        {children}
      </div>
      <p className="stm-confirm__error" role="alert">
        {error}
      </p>
      <div className="stm-confirm__actions">
        <button type="button" className="stm-button stm-button--quiet" onClick={() => dialog.current?.close()}>
          {t('action.cancel')}
        </button>
        <button type="button" className="stm-button stm-button--danger" aria-disabled={busy} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
