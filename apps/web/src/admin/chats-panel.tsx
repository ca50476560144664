import type { ChatStatus } from '@stm-chat/protocol';
import { Avatar, useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { SearchField } from './search-field.js';
import { StateChoice } from './state-choice.js';
import { usePages } from './use-pages.js';

const STATES: readonly ChatStatus[] = ['open', 'disputed', 'closed'];

/** Which chats there are, about which job and between whom; what is said in them is not an administrator's. */
export function ChatsPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [words, setWords] = useState('');
  const [status, setStatus] = useState<ChatStatus | ''>('');
  const pages = usePages(`${status}\n${words.trim()}`, async (query, cursor) => {
    const [chosen = '', q = ''] = query.split('\n');
    const { chats, next } = await client.call('list_all_chats', {
      ...(q === '' ? {} : { q }),
      ...(chosen === '' ? {} : { status: chosen as ChatStatus }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: chats, next };
  });

  return (
    <>
      <div className="admin__tools">
        <SearchField label={t('admin.search_chats')} value={words} onChange={setWords} />
        <StateChoice
          states={STATES}
          value={status}
          nameOf={(state) => t(`admin.state_${state}`)}
          onChange={setStatus}
        />
      </div>
      <p className="admin__note">{t('admin.chats_note')}</p>
      <ul className="admin__list" role="list" aria-label={t('admin.chats')}>
        {pages.items.map((chat) => (
          <li className="admin__line" key={chat.id}>
            <span className="admin__who">
              <span className="admin__name" dir="auto">
                {chat.job?.title ?? chat.subject}
              </span>
              <span className="admin__note admin__number" dir="auto">
                {chat.job_id}
              </span>
            </span>
            <span className="admin__people">
              {chat.people.map(({ userId, role, name }) => (
                <span className="admin__person" key={userId}>
                  <Avatar userId={userId} name={name} party={role} size="small" />
                  <span>
                    <bdi>{name}</bdi> <span className="admin__note">{t(`role.${role}`)}</span>
                  </span>
                </span>
              ))}
            </span>
            <span className="admin__fact">{t('admin.messages', { count: chat.last_seq })}</span>
            <time className="admin__fact" dateTime={chat.last_activity_at}>
              {formats.dateText(chat.last_activity_at)}
            </time>
            <span className={`stm-chip stm-chip--${chat.status}`}>{t(`admin.state_${chat.status}`)}</span>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('admin.no_chats')} />
    </>
  );
}
