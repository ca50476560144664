'use client';
import { ForwardIcon } from './icons.js';
import { useLanguage } from './language-context.js';

/** Above what came from another chat. */
export function ForwardedMark() {
  const { t } = useLanguage();
  return (
    <span className="stm-forwarded">
      <ForwardIcon />
      {t('forward.mark')}
    </span>
  );
}
