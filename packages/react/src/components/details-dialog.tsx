'use client';
import { useEffect, useRef } from 'react';
import { ChatDetails, type ChatDetailsProps } from './chat-details.js';
import { useLanguage } from './language-context.js';
import { CloseIcon } from './icons.js';

export interface DetailsDialogProps extends ChatDetailsProps {
  readonly onClose: () => void;
}

/** The details over the conversation, where there is no room beside it. The browser keeps and returns the focus. */
export function DetailsDialog({ summary, meId, onClose }: DetailsDialogProps) {
  const { t } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    // Only the backdrop is the dialog itself; everything else is inside. Escape does the same for the keyboard.
    const onClick = (event: MouseEvent) => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  }, []);
  return (
    <dialog className="stm-sheet" ref={dialog} aria-label={t('conversation.details')} onClose={onClose}>
      <div className="stm-sheet__content">
        <button
          type="button"
          className="stm-icon-button stm-sheet__close"
          aria-label={t('conversation.details_close')}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
        <ChatDetails summary={summary} meId={meId} />
      </div>
    </dialog>
  );
}
