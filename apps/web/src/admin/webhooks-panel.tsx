import type { WebhookEndpoint } from '@stm-chat/protocol';
import { useChatClient } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';
import { WebhookDialog } from './webhook-dialog.js';
import { WebhookState } from './webhook-state.js';
import { WebhookView } from './webhook-view.js';

/** The addresses of the host platform that are told of events, and one of them with its deliveries. */
export function WebhooksPanel() {
  const t = useAdminText();
  const client = useChatClient();
  const [adding, setAdding] = useState(false);
  const [shownId, setShownId] = useState<string | null>(null);
  const pages = usePages<WebhookEndpoint>('', async () => {
    const { webhooks } = await client.call('list_webhooks', {});
    return { items: webhooks, next: null };
  });
  const shown = pages.items.find(({ id }) => id === shownId);
  if (shown !== undefined) {
    return <WebhookView endpoint={shown} onChanged={pages.again} onBack={() => setShownId(null)} />;
  }
  return (
    <>
      <div className="admin__tools">
        <button type="button" className="stm-button" onClick={() => setAdding(true)}>
          {t('webhooks.add')}
        </button>
      </div>
      <p className="admin__note">{t('webhooks.note')}</p>
      <ul className="admin__list" role="list" aria-label={t('webhooks.title')}>
        {pages.items.map((endpoint) => (
          <li key={endpoint.id}>
            <button type="button" className="admin__line" onClick={() => setShownId(endpoint.id)}>
              <span className="admin__who">
                <bdi className="admin__name">
                  {endpoint.description === '' ? hostOf(endpoint.url) : endpoint.description}
                </bdi>
                <bdi className="admin__note">{endpoint.url}</bdi>
              </span>
              {endpoint.source === 'environment' && (
                <span className="admin__fact">{t('webhooks.from_environment')}</span>
              )}
              <span className="admin__fact">{t('webhooks.waiting', { count: endpoint.waiting })}</span>
              <WebhookState endpoint={endpoint} />
            </button>
          </li>
        ))}
      </ul>
      <ListStates pages={pages} empty={t('webhooks.none')} />
      {adding && <WebhookDialog endpoint={null} onSaved={pages.again} onClose={() => setAdding(false)} />}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
