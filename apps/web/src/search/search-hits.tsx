import type { JobHit, PersonHit, SearchHit } from '@stm-chat/protocol';
import { Avatar, useChatClient, useChats, useLanguage, useNow } from '@stm-chat/react';
import type { ReactNode } from 'react';
import { ListStates } from '../admin/list-states.js';
import { type Pages, usePages } from '../admin/use-pages.js';
import { useSignedIn } from '../components/me-context.js';
import { chatPath } from '../paths.js';
import { useLaterText } from '../text/use-later-text.js';
import { Highlighted } from './highlighted.js';

export interface HitsProps {
  readonly query: string;
  /** Null: in all chats. */
  readonly chatId: string | null;
  readonly open: (path: string) => void;
}

const after = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

export function MessageHits({ query, chatId, open, files }: HitsProps & { readonly files: boolean }) {
  const client = useChatClient();
  const { formats } = useLanguage();
  const { chats } = useChats();
  const now = useNow();
  const t = useLaterText();
  const me = useSignedIn().account.id;
  const pages = usePages<SearchHit>(`${files} ${chatId} ${query}`, async (_key, cursor) => {
    const { results, next } = await client.call('search', {
      ...{ q: query, kind: files ? 'files' : 'messages' },
      ...(chatId === null ? {} : { chatId }),
      ...after(cursor),
    });
    return { items: results, next };
  });
  return (
    <Hits pages={pages}>
      {pages.items.map(({ chatId: id, message, highlight }) => {
        const chat = chats.find((each) => each.id === id);
        const sender = chat?.members.find(({ userId }) => userId === message.sender_id);
        const { sender_type: seat } = message;
        // Who wrote it may have left, as an LSM does at the end of a case: the seat is known.
        const name = sender?.name ?? (seat === 'system' ? '' : t(`role.${seat}`));
        return (
          <Hit key={message.id} path={chatPath(id, message.seq)} open={open}>
            <span className="search__head">
              <bdi className="search__who">{message.sender_id === me ? t('search.you') : name}</bdi>
              <bdi className="search__where">{chat?.job?.title ?? chat?.subject ?? ''}</bdi>
              <time dateTime={message.created_at}>{formats.listTime(message.created_at, now)}</time>
            </span>
            <span className="search__text" dir="auto">
              <Highlighted text={message.message} ranges={highlight} />
            </span>
            {message.attachments.length > 0 && (
              <bdi className="search__files">{message.attachments.map(({ name }) => name).join(', ')}</bdi>
            )}
          </Hit>
        );
      })}
    </Hits>
  );
}

export function JobHits({ query, open }: HitsProps) {
  const client = useChatClient();
  const t = useLaterText();
  const pages = usePages<JobHit>(query, async (q, cursor) => {
    const { results, next } = await client.call('search_jobs', { q, ...after(cursor) });
    return { items: results, next };
  });
  return (
    <Hits pages={pages}>
      {pages.items.map(({ chatId, subject, title, job_id, status, highlight }) => (
        <Hit key={chatId} path={chatPath(chatId)} open={open}>
          <span className="search__text" dir="auto">
            <Highlighted text={title ?? subject} ranges={title === null ? highlight.subject : highlight.title} />
          </span>
          <span className="search__head">
            {job_id !== null && (
              <bdi className="search__where">
                <Highlighted text={job_id} ranges={highlight.job_id} />
              </bdi>
            )}
            <span className={`stm-chip stm-chip--${status}`}>{t(`admin.state_${status}`)}</span>
          </span>
        </Hit>
      ))}
    </Hits>
  );
}

export function PersonHits({ query, open }: HitsProps) {
  const client = useChatClient();
  const t = useLaterText();
  const pages = usePages<PersonHit>(query, async (q, cursor) => {
    const { results, next } = await client.call('search_people', { q, ...after(cursor) });
    return { items: results, next };
  });
  return (
    <Hits pages={pages}>
      {pages.items.map(({ userId, name, role, chatId, chats, highlight }) => (
        <Hit key={userId} path={chatPath(chatId)} open={open}>
          <span className="search__person">
            <Avatar userId={userId} name={name} party={role === 'admin' ? null : role} size="small" />
            <bdi className="search__who">
              <Highlighted text={name} ranges={highlight} />
            </bdi>
            <span className="search__where">{t(`role.${role}`)}</span>
            <span className="search__where">{t('search.chats', { count: chats })}</span>
          </span>
        </Hit>
      ))}
    </Hits>
  );
}

function Hits({ pages, children }: { readonly pages: Pages<unknown>; readonly children: ReactNode }) {
  const t = useLaterText();
  return (
    <div className="search__results">
      <ul className="search__list" role="list" aria-label={t('search.results')}>
        {children}
      </ul>
      <ListStates pages={pages} empty={t('search.nothing')} />
    </div>
  );
}

interface HitProps {
  readonly path: string;
  readonly open: (path: string) => void;
  readonly children: ReactNode;
}

function Hit({ path, open, children }: HitProps) {
  return (
    <li>
      <a
        className="search__hit"
        href={path}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          open(path);
        }}
      >
        {children}
      </a>
    </li>
  );
}
