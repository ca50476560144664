import type { DeadJob } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';

/** Work in the background that failed for good, and waits for somebody to decide. */
export function DeadJobs() {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const pages = usePages<DeadJob>('', async () => {
    const { jobs } = await client.call('list_dead_jobs', {});
    return { items: jobs, next: null };
  });
  const decide = (command: 'revive_job' | 'discard_job', id: number) =>
    void client.call(command, { jobId: id }).then(pages.again, pages.again);
  return (
    <section aria-label={t('delivery.dead')}>
      <h2 className="delivery__title">{t('delivery.dead')}</h2>
      <ul className="admin__list" role="list">
        {pages.items.map(({ id, task, attempts, error, failed_at: failed }) => (
          <li className="admin__line" key={id}>
            <span className="admin__who">
              <span className="admin__name">{task}</span>
              <span className="admin__note" dir="auto">
                {error}
              </span>
            </span>
            <span className="admin__fact">{t('delivery.attempts', { number: String(attempts) })}</span>
            <time className="admin__fact" dateTime={failed}>
              {formats.dateText(failed)}
            </time>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => decide('revive_job', id)}>
              {t('delivery.revive')}
            </button>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => decide('discard_job', id)}>
              {t('delivery.discard')}
            </button>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('delivery.no_dead')} />
    </section>
  );
}
