import type { CommandOutput } from '@stm-chat/protocol';
import { Avatar, useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';

type Connections = CommandOutput<'list_connections'>;

/** Who is connected to the server that answered, as it was then. */
export function ConnectionsPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [totals, setTotals] = useState<Pick<Connections, 'users' | 'connections'> | null>(null);
  const pages = usePages<Connections['live'][number]>('', async () => {
    const { live, ...counted } = await client.call('list_connections', {});
    setTotals(counted);
    return { items: live, next: null };
  });
  return (
    <>
      <div className="admin__tools">
        <p className="admin__note admin__search" role="status">
          {totals !== null &&
            `${t('operations.people', { count: totals.users })} · ${t('operations.connected', { count: totals.connections })}`}
        </p>
        <button type="button" className="stm-button stm-button--quiet" onClick={pages.again}>
          {t('operations.again')}
        </button>
      </div>
      <p className="admin__note">{t('operations.connections_note')}</p>
      <ul className="admin__list" role="list" aria-label={t('operations.connections')}>
        {pages.items.map((each) => (
          <li className="admin__line" key={`${each.userId} ${each.since} ${each.transport}`}>
            <Avatar userId={each.userId} name={each.name} party={each.role === 'admin' ? null : each.role} />
            <span className="admin__who">
              <span className="admin__name" dir="auto">
                {each.name === '' ? t('admin.nameless') : each.name}
              </span>
              <span className="admin__note" dir="ltr">
                {each.user_agent}
              </span>
            </span>
            <span className="admin__fact admin__number">{each.userId}</span>
            <span className="admin__fact" dir="ltr">
              {each.transport}
            </span>
            <span className="admin__fact">{t('operations.open_chats', { count: each.joined })}</span>
            <time className="admin__fact" dateTime={each.since}>
              {formats.exact(each.since)}
            </time>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('operations.nobody')} />
    </>
  );
}
