'use client';
import { useLanguage } from './language-context.js';
import { BackIcon } from './icons.js';

export interface BackButtonProps {
  /** Undefined where the list of chats stands beside the conversation. */
  readonly onBack: (() => void) | undefined;
}

/** From a conversation to the list of chats. */
export function BackButton({ onBack }: BackButtonProps) {
  const { t } = useLanguage();
  if (onBack === undefined) return null;
  return (
    <button
      type="button"
      className="stm-icon-button stm-header__back"
      aria-label={t('conversation.back')}
      onClick={onBack}
    >
      <BackIcon />
    </button>
  );
}
