'use client';
import { useId } from 'react';
import { SearchIcon } from '../components/icons.js';
import type { QueueQuery, QueueView } from './model/case-queue.js';
import { useDisputeWords } from './use-dispute-words.js';

const VIEWS: readonly QueueView[] = ['waiting', 'mine', 'ended'];

export interface QueueToolsProps {
  readonly query: QueueQuery;
  readonly counts: Readonly<Partial<Record<QueueView, number>>>;
  readonly regions: readonly string[];
  readonly onChange: (query: QueueQuery) => void;
}

/** Which cases are shown, and in which order. */
export function QueueTools({ query, counts, regions, onChange }: QueueToolsProps) {
  const { t, formats } = useDisputeWords();
  const id = useId();
  const set = (changes: Partial<QueueQuery>) => onChange({ ...query, ...changes });
  return (
    <div className="stm-queue-tools">
      <div className="stm-queue-tools__views" role="group" aria-label={t('desk.views')}>
        {VIEWS.map((view) => {
          const count = counts[view] ?? 0;
          return (
            <button
              key={view}
              type="button"
              className="stm-queue-tools__view"
              aria-pressed={query.view === view}
              onClick={() => set({ view })}
            >
              {t(`desk.view.${view}`)}
              {count > 0 && (
                <>
                  {' '}
                  <span className={view === 'waiting' ? 'stm-badge' : 'stm-badge stm-badge--quiet'}>
                    {formats.number(count)}
                  </span>
                </>
              )}
            </button>
          );
        })}
      </div>
      <div className="stm-queue-tools__filters">
        <label className="stm-list-tools__search">
          <SearchIcon />
          <span className="stm-hidden">{t('desk.search')}</span>
          <input
            type="search"
            dir="auto"
            autoComplete="off"
            value={query.words}
            placeholder={t('desk.search')}
            onChange={(event) => set({ words: event.target.value })}
          />
        </label>
        {regions.length > 1 && (
          <label className="stm-queue-tools__select" htmlFor={`${id}region`}>
            <span>{t('desk.region')}</span>
            <select
              id={`${id}region`}
              value={query.region ?? ''}
              onChange={(event) => set({ region: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{t('desk.region_all')}</option>
              {regions.map((region) => (
                <option key={region} value={region}>
                  {region}
                </option>
              ))}
            </select>
          </label>
        )}
        {query.view !== 'ended' && (
          <>
            <label className="stm-queue-tools__select" htmlFor={`${id}order`}>
              <span>{t('desk.order')}</span>
              <select
                id={`${id}order`}
                value={query.order}
                onChange={(event) => set({ order: event.target.value === 'age' ? 'age' : 'deadline' })}
              >
                <option value="deadline">{t('desk.order_deadline')}</option>
                <option value="age">{t('desk.order_age')}</option>
              </select>
            </label>
            <label className="stm-choice stm-queue-tools__overdue">
              <input
                type="checkbox"
                checked={query.overdue}
                onChange={(event) => set({ overdue: event.target.checked })}
              />
              <span>{t('desk.overdue')}</span>
            </label>
          </>
        )}
      </div>
    </div>
  );
}
