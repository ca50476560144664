import type { WebhookDelivery, WebhookEndpoint, WebhookState } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useEffect, useRef, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { ListStates } from './list-states.js';
import { usePages } from './use-pages.js';

const STATES: readonly WebhookState[] = ['waiting', 'delivered', 'failed'];
/** How far back "what did not arrive" may go, in hours. */
const SPANS = [1, 24, 168] as const;

export interface WebhookDeliveriesProps {
  readonly endpoint: WebhookEndpoint;
  /** Another number: read again. */
  readonly turn: number;
  readonly act: (doing: Promise<string>) => void;
}

/** What became of every event on its way to an endpoint; from here it is sent again. */
export function WebhookDeliveries({ endpoint, turn, act }: WebhookDeliveriesProps) {
  const t = useAdminText();
  const client = useChatClient();
  const [state, setState] = useState<WebhookState | ''>('');
  const [hours, setHours] = useState<(typeof SPANS)[number]>(24);
  const endpointId = endpoint.id;
  const pages = usePages<WebhookDelivery>(state, async (chosen, cursor) => {
    const { deliveries, next } = await client.call('list_webhook_deliveries', {
      endpointId,
      ...(chosen === '' ? {} : { state: chosen as WebhookState }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: deliveries, next };
  });
  const again = useRef(pages.again);
  useEffect(() => {
    again.current = pages.again;
  });
  useEffect(() => {
    if (turn > 0) again.current();
  }, [turn]);

  const replayOne = async (eventId: string) => {
    await client.call('replay_webhooks', { endpointId, event_id: eventId });
    return t('webhooks.replayed', { count: 1 });
  };
  const replaySpan = async () => {
    let from: string | null = new Date(Date.now() - hours * 3_600_000).toISOString();
    const to = new Date().toISOString();
    let count = 0;
    while (from !== null) {
      const answer: { replayed: number; next_from: string | null } = await client.call('replay_webhooks', {
        endpointId,
        from,
        to,
      });
      count += answer.replayed;
      from = answer.next_from;
    }
    return t('webhooks.replayed', { count });
  };
  return (
    <>
      <h3>{t('webhooks.log')}</h3>
      <div className="admin__tools">
        <label className="admin__choice">
          <span className="stm-hidden">{t('webhooks.state')}</span>
          <select
            className="settings__select"
            value={state}
            onChange={(event) => setState(STATES.find((each) => each === event.target.value) ?? '')}
          >
            <option value="">{t('webhooks.any_state')}</option>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {t(`webhooks.state_${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="admin__choice">
          <span className="stm-hidden">{t('webhooks.span')}</span>
          <select
            className="settings__select"
            value={hours}
            onChange={(event) => setHours(SPANS.find((each) => String(each) === event.target.value) ?? 24)}
          >
            {SPANS.map((each) => (
              <option key={each} value={each}>
                {t(`webhooks.span_${each}`)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="stm-button stm-button--quiet"
          disabled={!endpoint.enabled}
          onClick={() => act(replaySpan())}
        >
          {t('webhooks.replay_span')}
        </button>
        <button type="button" className="stm-button stm-button--quiet" onClick={pages.again}>
          {t('webhooks.refresh')}
        </button>
      </div>
      <ul className="admin__list" role="list" aria-label={t('webhooks.log')}>
        {pages.items.map((delivery) => (
          <DeliveryLine
            key={delivery.event_id}
            delivery={delivery}
            onReplay={endpoint.enabled ? () => act(replayOne(delivery.event_id)) : null}
          />
        ))}
      </ul>
      <ListStates pages={pages} empty={t('webhooks.no_deliveries')} />
    </>
  );
}

const CHIPS: Record<WebhookState, string> = { waiting: 'disputed', delivered: 'open', failed: 'closed' };

function DeliveryLine({
  delivery,
  onReplay,
}: {
  readonly delivery: WebhookDelivery;
  readonly onReplay: (() => void) | null;
}) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const moment = (at: string) => `${formats.dateText(at)} ${formats.time(at)}`;
  const { type, event_id: id, at, state, attempts, status, reason, next_at: nextAt } = delivery;
  return (
    <li className="admin__line">
      <span className="admin__who">
        <bdi className="admin__name">{type}</bdi>
        <bdi className="admin__note webhook__id">{id}</bdi>
      </span>
      <time className="admin__fact" dateTime={at}>
        {moment(at)}
      </time>
      <span className="admin__fact">
        {t('webhooks.attempts', { count: attempts })}
        {reason !== null && ` · ${t(`webhooks.reason_${reason}`)}`}
        {status !== null && ` · ${status}`}
        {nextAt !== null && attempts > 0 && ` · ${t('webhooks.next_at', { time: moment(nextAt) })}`}
      </span>
      <span className={`stm-chip stm-chip--${CHIPS[state]}`}>{t(`webhooks.state_${state}`)}</span>
      {onReplay !== null && state !== 'waiting' && (
        <button type="button" className="stm-button stm-button--quiet" onClick={onReplay}>
          {t('webhooks.replay')}
        </button>
      )}
    </li>
  );
}
