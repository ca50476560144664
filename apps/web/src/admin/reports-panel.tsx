import type { Report } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { ReportCase } from './report-case.js';
import { usePages } from './use-pages.js';

/** What was reported: who, about whom, why; what was written is behind a button, and looking at it is recorded. */
export function ReportsPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [status, setStatus] = useState<'open' | 'decided'>('open');
  const [shown, setShown] = useState<Report | null>(null);
  const pages = usePages<Report>(status, async (_query, cursor) => {
    const { reports, next } = await client.call('list_reports', {
      status,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: reports, next };
  });
  return (
    <>
      <div className="admin__tools" role="group" aria-label={t('reports.status')}>
        {(['open', 'decided'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="stm-filter"
            aria-pressed={status === each}
            onClick={() => setStatus(each)}
          >
            {t(`reports.${each}`)}
          </button>
        ))}
      </div>
      <p className="admin__note">{t('reports.note_shown')}</p>
      <ul className="admin__list" role="list" aria-label={t('reports.title')}>
        {pages.items.map((report) => (
          <li className="admin__line" key={report.id}>
            <span className="admin__who">
              <span className="admin__name" dir="auto">
                {t('reports.by', { reporter: report.reporter.name, sender: report.sender.name })}
              </span>
              <span className="admin__note" dir="auto">
                {report.details}
              </span>
            </span>
            <span className="admin__fact">{t(`reports.reason.${report.reason}`)}</span>
            <time className="admin__fact" dateTime={report.created_at}>
              {formats.dateText(report.created_at)}
            </time>
            {report.decision !== null && <span className="admin__fact">{t(`reports.was_${report.decision}`)}</span>}
            <button type="button" className="stm-button stm-button--quiet" onClick={() => setShown(report)}>
              {t('reports.look')}
            </button>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('reports.none')} />
      {shown !== null && <ReportCase report={shown} onDecided={pages.again} onClose={() => setShown(null)} />}
    </>
  );
}
