'use client';
import type { HistoryPages } from '../hooks/use-history-pages.js';
import type { ListState } from '../model/open-chat.js';
import { useLanguage } from './language-context.js';

export interface HistoryTopProps {
  readonly state: ListState;
  readonly pages: HistoryPages;
}

/** What stands above the oldest loaded message: nothing, that more comes, or that it did not. */
export function HistoryTop({ state, pages }: HistoryTopProps) {
  const { t } = useLanguage();
  if (state.loadError !== undefined) {
    return (
      <div className="stm-history-top" role="alert">
        <span>{t('history.failed')}</span>
        <button type="button" className="stm-button stm-button--quiet" onClick={pages.retry}>
          {t('action.retry')}
        </button>
      </div>
    );
  }
  if (!state.hasBefore) return null;
  return (
    <div className="stm-history-top">
      <span className="stm-spinner" aria-hidden="true" />
      <span className="stm-hidden">{t('history.loading')}</span>
    </div>
  );
}
