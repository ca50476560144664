import type { CommandOutput } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';

type Entry = CommandOutput<'list_audit'>['entries'][number];

/** What administrators, the host platform and the operator did; rows are sealed within a minute, and never changed. */
export function AuditPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const pages = usePages<Entry>('', async (_query, cursor) => {
    const { entries, next } = await client.call('list_audit', cursor === undefined ? {} : { cursor });
    return { items: entries, next };
  });
  return (
    <>
      <p className="admin__note">{t('operations.audit_note')}</p>
      <ul className="admin__list" role="list" aria-label={t('operations.audit')}>
        {pages.items.map((entry) => (
          <li className="admin__line" key={entry.id}>
            <span className="admin__who">
              <span className="admin__name" dir="ltr">
                {entry.action} {entry.target}
              </span>
              <span className="admin__note" dir="ltr">
                {detailsOf(entry)}
              </span>
            </span>
            <span className="admin__fact" dir="auto">
              {entry.actor === 0 ? t('operations.host') : `${entry.actor_name} (${entry.actor})`}
            </span>
            <time className="admin__fact" dateTime={entry.at}>
              {formats.exact(entry.at)}
            </time>
            <span className="admin__fact">{t(entry.sealed ? 'operations.sealed' : 'operations.not_sealed')}</span>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('operations.no_audit')} />
    </>
  );
}

function detailsOf({ details }: Entry): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
