import type { CommandOutput } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';

type Jobs = CommandOutput<'list_jobs'>;

/** Background work that failed for good, which somebody decides about, and how much of each kind waits. */
export function JobsPanel() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [waiting, setWaiting] = useState<Jobs['waiting']>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const pages = usePages<Jobs['dead'][number]>('', async () => {
    const jobs = await client.call('list_jobs', {});
    setWaiting(jobs.waiting);
    return { items: jobs.dead, next: null };
  });
  const decide = (command: 'revive_job' | 'discard_job', id: number) => {
    setProblem(null);
    client.call(command, { jobId: String(id) }).then(pages.again, () => {
      // Somebody else may have decided: the list says.
      setProblem(t('operations.not_done'));
      pages.again();
    });
  };
  return (
    <>
      <p className="admin__note">{t('operations.jobs_note')}</p>
      <p className="login__error" role="alert">
        {problem}
      </p>
      <ul className="admin__list" role="list" aria-label={t('operations.jobs_failed')}>
        {pages.items.map((job) => (
          <li className="admin__line" key={job.id}>
            <span className="admin__who">
              <span className="admin__name" dir="ltr">
                {job.task}
              </span>
              <span className="admin__note" dir="auto">
                {job.error}
              </span>
            </span>
            <span className="admin__fact">{t('operations.attempts', { count: job.attempts })}</span>
            <time className="admin__fact" dateTime={job.failed_at}>
              {formats.exact(job.failed_at)}
            </time>
            <button type="button" className="stm-button" onClick={() => decide('revive_job', job.id)}>
              {t('operations.retry')}
            </button>
            <button
              type="button"
              className="stm-button stm-button--quiet"
              onClick={() => decide('discard_job', job.id)}
            >
              {t('operations.discard')}
            </button>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('operations.no_jobs')} />
      {waiting.length > 0 && (
        <>
          <h2 className="admin__name">{t('operations.jobs_waiting')}</h2>
          <ul className="admin__list" role="list" aria-label={t('operations.jobs_waiting')}>
            {waiting.map(({ task, count, next_at }) => (
              <li className="admin__line" key={task}>
                <span className="admin__who admin__name" dir="ltr">
                  {task}
                </span>
                <span className="admin__fact admin__number">{formats.number(count)}</span>
                <time className="admin__fact" dateTime={next_at}>
                  {formats.exact(next_at)}
                </time>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
