import { Dialog } from '@stm-chat/react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useLaterText } from '../text/use-later-text.js';
import { MessageHits, JobHits, PersonHits } from './search-hits.js';

export interface SearchDialogProps {
  /** Searched in this chat alone, if the searcher wants that. */
  readonly chatId: string | undefined;
  readonly onOpen: (path: string) => void;
  readonly onClose: () => void;
}

const KINDS = ['messages', 'jobs', 'people', 'files'] as const;
type Kind = (typeof KINDS)[number];

/** Words in all that I may read: messages, jobs, people, files; a hit leads to its place. */
export function SearchDialog({ chatId, onOpen, onClose }: SearchDialogProps) {
  const t = useLaterText();
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<Kind>('messages');
  const [here, setHere] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const query = words.trim() === '' ? '' : words;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const links = [...(panel.current?.querySelectorAll<HTMLElement>('a, input') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const hits = {
    query,
    chatId: here && chatId !== undefined ? chatId : null,
    open: (path: string) => {
      onClose();
      onOpen(path);
    },
  };
  return (
    <Dialog title={t('search.title')} closeLabel={t('search.close')} initialFocus={field} onClose={onClose}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="search" ref={panel} onKeyDown={onKeyDown}>
        <label className="search__field">
          <span className="stm-hidden">{t('search.words')}</span>
          <input
            type="search"
            dir="auto"
            value={words}
            placeholder={t('search.words')}
            autoComplete="off"
            enterKeyHint="search"
            maxLength={200}
            ref={field}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') panel.current?.querySelector<HTMLElement>('a')?.click();
            }}
          />
        </label>
        <div className="search__kinds" role="group" aria-label={t('search.kinds')}>
          {KINDS.map((each) => (
            <button
              key={each}
              type="button"
              className="stm-filter"
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {t(`search.${each}`)}
            </button>
          ))}
          {chatId !== undefined && (kind === 'messages' || kind === 'files') && (
            <button type="button" className="stm-filter" aria-pressed={here} onClick={() => setHere(!here)}>
              {t('search.here')}
            </button>
          )}
        </div>
        {query === '' ? (
          <p className="search__state">{t('search.hint')}</p>
        ) : kind === 'jobs' ? (
          <JobHits {...hits} />
        ) : kind === 'people' ? (
          <PersonHits {...hits} />
        ) : (
          <MessageHits {...hits} files={kind === 'files'} />
        )}
      </div>
    </Dialog>
  );
}
