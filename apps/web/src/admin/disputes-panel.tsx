import type { Dispute } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { StateChoice } from './state-choice.js';
import { usePages } from './use-pages.js';

const STATES = ['open', 'assigned', 'resolved', 'withdrawn'] as const;

/** Which disputes there are, who has them and how long that takes; not what is said in their chats. */
export function DisputesPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [status, setStatus] = useState<Dispute['status'] | ''>('');
  const pages = usePages<Dispute>(status, async (chosen, cursor) => {
    const { disputes, next } = await client.call('list_disputes', {
      ...(chosen === '' ? {} : { status: chosen as Dispute['status'] }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: disputes, next };
  });
  return (
    <>
      <div className="admin__tools">
        <StateChoice
          states={STATES}
          value={status}
          nameOf={(state) => t(`admin.dispute_${state}`)}
          onChange={setStatus}
        />
      </div>
      <p className="admin__note">{t('admin.disputes_note')}</p>
      <ul className="admin__list" role="list" aria-label={t('admin.disputes')}>
        {pages.items.map((dispute) => (
          <li className="admin__line" key={dispute.id}>
            <span className="admin__who">
              <span className="admin__name" dir="auto">
                {dispute.reason}
              </span>
              <span className="admin__note" dir="auto">
                {dispute.job?.title}
              </span>
            </span>
            <span className="admin__fact" dir="auto">
              {dispute.region}
            </span>
            <span className="admin__fact">{t(`role.${dispute.opened_role}`)}</span>
            <span className="admin__fact admin__number">
              {dispute.lsm_id === null ? t('admin.no_lsm') : t('admin.lsm', { id: String(dispute.lsm_id) })}
            </span>
            <time className="admin__fact" dateTime={dispute.opened_at}>
              {formats.dateText(dispute.opened_at)}
            </time>
            <span className={`stm-chip stm-chip--${dispute.closed_at === null ? 'disputed' : 'closed'}`}>
              {t(`admin.dispute_${dispute.status}`)}
            </span>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('admin.no_disputes')} />
    </>
  );
}
