import type { Delivery, DeliveryState } from '@stm-chat/protocol';
import { useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { DeliveryFacts } from './delivery-facts.js';
import { hopText } from './delivery-words.js';
import { ListStates } from './list-states.js';
import { SearchField } from './search-field.js';
import { usePages } from './use-pages.js';

/** Why did a phone not ring? What decides now, and what was done with each notification, step by step; never a text. */
export function DeliveriesPanel() {
  const t = useAdminText();
  const client = useChatClient();
  const [user, setUser] = useState(new URLSearchParams(window.location.search).get('user') ?? '');
  const [chat, setChat] = useState('');
  const [state, setState] = useState<DeliveryState | null>(null);
  const asked = /^[1-9]\d{0,9}$/.test(user.trim());
  const pages = usePages<Delivery>(`${user.trim()}\n${chat.trim()}`, async (query, cursor) => {
    const [userId = '', chatId = ''] = query.split('\n');
    if (!/^[1-9]\d{0,9}$/.test(userId)) {
      setState(null);
      return { items: [], next: null };
    }
    const {
      state: now,
      deliveries,
      next,
    } = await client.call('explain_delivery', {
      userId,
      ...(chatId === '' ? {} : { chatId }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    setState(now);
    return { items: deliveries, next };
  });

  return (
    <>
      <p className="admin__note">{t('delivery.intro')}</p>
      <div className="admin__tools">
        <SearchField label={t('delivery.user')} value={user} onChange={setUser} />
        <SearchField label={t('delivery.chat')} value={chat} onChange={setChat} />
      </div>
      {asked && state !== null && <DeliveryFacts state={state} />}
      {asked && (
        <>
          <ol className="admin__list" aria-label={t('delivery.title')}>
            {pages.items.map((delivery) => (
              <DeliveryLine key={delivery.notification_id} delivery={delivery} state={state} />
            ))}
          </ol>
          <ListStates pages={pages} empty={t('delivery.none')} />
        </>
      )}
    </>
  );
}

function DeliveryLine({ delivery, state }: { readonly delivery: Delivery; readonly state: DeliveryState | null }) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const { hops, raised_at: raised, read_at: read, type, chatId } = delivery;
  const when = (time: string) => `${formats.dateText(time)} ${formats.time(time)}`;
  const targetName = (id: string) => state?.targets.find((target) => target.id === id)?.label ?? id;
  return (
    <li className="delivery">
      <p className="delivery__head">
        <time dateTime={raised}>{when(raised)}</time>
        <span>{t(type === null ? 'delivery.gone' : `delivery.type.${type}`)}</span>
        {chatId !== null && <code className="delivery__chat">{chatId}</code>}
        {read !== null && <span>{t('delivery.read_at', { time: when(read) })}</span>}
      </p>
      {hops.length === 0 && <p className="admin__note">{t('delivery.no_steps')}</p>}
      <ol className="delivery__hops">
        {hops.map((hop, index) => (
          <li key={`${hop.at} ${index}`}>
            <time dateTime={hop.at}>{formats.time(hop.at)}</time> <span>{t(`delivery.channel.${hop.channel}`)}</span>{' '}
            {hop.target !== null && <bdi>{targetName(hop.target)}</bdi>}{' '}
            <span>{hopText(hop, t, hop.until === null ? '' : when(hop.until))}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}
