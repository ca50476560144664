import type { DeliveryState } from '@stm-chat/protocol';
import { useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';

/** What decides about a user's notifications as it stands now: whatever keeps them from ringing comes first. */
export function DeliveryFacts({ state }: { readonly state: DeliveryState }) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const [now] = useState(() => Date.now());
  const { present, online, quiet_until: quiet, channels, targets, prefs, chat } = state;
  const when = (time: string) => `${formats.dateText(time)} ${formats.time(time)}`;
  const isLater = (time: string | null): time is string => time !== null && Date.parse(time) > now;
  const facts = [
    present ? null : t('delivery.fact.shut_out'),
    targets.length === 0 ? t('delivery.fact.no_target') : null,
    isLater(prefs.muted_until) ? t('delivery.fact.muted', { time: when(prefs.muted_until) }) : null,
    quiet === null ? null : t('delivery.fact.quiet', { time: when(quiet), zone: prefs.time_zone }),
    prefs.push ? null : t('delivery.fact.push_off'),
    prefs.mail ? null : t('delivery.fact.mail_off'),
    channels.includes('mail') ? null : t('delivery.fact.no_mail'),
    chat !== null && !chat.member ? t('delivery.fact.no_member') : null,
    chat !== null && isLater(chat.muted_until) ? t('delivery.fact.chat_muted', { time: when(chat.muted_until) }) : null,
    chat === null
      ? null
      : t('delivery.fact.chat', {
          last: String(chat.last_seq),
          read: String(chat.read_seq),
          told: String(chat.told_seq),
        }),
    t(online ? 'delivery.fact.online' : 'delivery.fact.offline'),
  ].filter((fact) => fact !== null);
  return (
    <section aria-label={t('delivery.now')}>
      <h2 className="delivery__title">{t('delivery.now')}</h2>
      <ul className="delivery__facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        {targets.map(({ id, channel, label }) => (
          <li key={id}>
            {t(`delivery.channel.${channel}`)}: <bdi>{label}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
