'use client';
import { memo } from 'react';
import type { ChatFilter, ChatQuery } from '../model/chat-filter.js';
import { jobStateText } from '../text/job-state.js';
import { CloseIcon, FilterIcon, SearchIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface ChatListToolsProps {
  readonly query: ChatQuery;
  readonly counts: Readonly<Record<Exclude<ChatFilter, 'all'>, number>>;
  /** The states that jobs are in. */
  readonly states: readonly string[];
  readonly onChange: (query: ChatQuery) => void;
}

const FILTERS: readonly ChatFilter[] = ['all', 'unread', 'disputed', 'archived'];

/** Above the list: a search over names and jobs, and which chats are shown. */
export const ChatListTools = memo(function ChatListTools(props: ChatListToolsProps) {
  const { query, counts, states, onChange } = props;
  const { t, formats } = useLanguage();
  // Who has no dispute need not think of one, nor of an archive that is empty.
  const filters = FILTERS.filter(
    (filter) => filter === 'all' || filter === 'unread' || counts[filter] > 0 || query.filter === filter,
  );
  return (
    <div className="stm-list-tools">
      <div className="stm-list-tools__line">
        <label className="stm-list-tools__search">
          <SearchIcon />
          <span className="stm-hidden">{t('chats.search')}</span>
          <input
            type="search"
            data-shortcut="search"
            dir="auto"
            value={query.words}
            placeholder={t('chats.search')}
            autoComplete="off"
            enterKeyHint="search"
            onChange={(event) => onChange({ ...query, words: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || query.words === '') return;
              event.preventDefault();
              onChange({ ...query, words: '' });
            }}
          />
        </label>
        {(states.length > 1 || query.state !== '') && (
          <label className="stm-state-filter" data-chosen={query.state !== '' || undefined}>
            <FilterIcon />
            <span className="stm-hidden">{t('chats.filter.state')}</span>
            <select value={query.state} onChange={(event) => onChange({ ...query, state: event.target.value })}>
              <option value="">{t('chats.filter.any_state')}</option>
              {states.map((state) => (
                <option key={state} value={state} dir="auto">
                  {jobStateText(state, t)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div className="stm-list-tools__filters" role="group" aria-label={t('chats.filters')}>
        {query.state !== '' && (
          <button
            type="button"
            className="stm-filter"
            aria-pressed="true"
            aria-label={t('chats.filter.without_state', { state: jobStateText(query.state, t) })}
            onClick={() => onChange({ ...query, state: '' })}
          >
            <span dir="auto">{jobStateText(query.state, t)}</span>
            <CloseIcon />
          </button>
        )}
        {filters.map((filter) => (
          <button
            key={filter}
            type="button"
            className="stm-filter"
            aria-pressed={query.filter === filter}
            onClick={() => onChange({ ...query, filter })}
          >
            {t(`chats.filter.${filter}`)}
            {filter !== 'all' && counts[filter] > 0 && (
              <span className="stm-filter__count">{formats.number(counts[filter])}</span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
});
