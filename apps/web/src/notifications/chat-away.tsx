import type { ChatNotificationPrefs, CommandInput, NotificationPrefs } from '@stm-chat/protocol';
import { type ChatPartProps, useLanguage } from '@stm-chat/react';
import { type ReactNode, useState } from 'react';
import { useText } from '../text/use-text.js';
import { useChatAway } from './use-chat-away.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** For ever, as far as anybody here is concerned. */
const ALWAYS = '9999-12-31T23:59:59.999Z';
const NIGHT = { from: '22:00', to: '07:00' };

/** How somebody is notified of one chat, where that differs from all others. */
export function ChatAway({ summary, meId }: ChatPartProps) {
  const isMember = summary.members.some(({ userId }) => userId === meId);
  return isMember ? <Settings summary={summary} /> : null;
}

function Settings({ summary }: Pick<ChatPartProps, 'summary'>) {
  const t = useText();
  const { status, all, chat, refused, change, mute, again } = useChatAway(summary.id);
  return (
    <section className="chat-away" aria-label={t('away.chat_title')}>
      <h3 className="stm-details__label">{t('away.chat_title')}</h3>
      {status === 'failed' && (
        <div role="alert">
          <p>{t('away.load_failed')}</p>
          <button type="button" className="stm-button stm-button--quiet" onClick={again}>
            {t('app.retry')}
          </button>
        </div>
      )}
      {all !== null && (
        <>
          <Mute until={summary.prefs.muted_until} onChange={mute} />
          {(['push', 'mail', 'preview'] as const).map((what) => (
            <Choice
              key={what}
              label={t(`away.${what}`)}
              value={chat[what] === null ? 'all' : chat[what] ? 'on' : 'off'}
              onChange={(value) => change({ [what]: value === 'all' ? null : value === 'on' })}
            >
              <option value="all">{t(all[what] ? 'away.as_all_on' : 'away.as_all_off')}</option>
              <option value="on">{t('away.on')}</option>
              <option value="off">{t('away.off')}</option>
            </Choice>
          ))}
          <Quiet all={all} chat={chat} change={change} />
          <p className="settings__error" role="alert">
            {refused && t('away.save_failed')}
          </p>
        </>
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      <select className="settings__select" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

/** Neither the page nor a push tells of a muted chat, but for what names the reader and deadlines. */
function Mute({
  until,
  onChange,
}: {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
}) {
  const t = useText();
  const { formats } = useLanguage();
  const [now] = useState(() => Date.now());
  const muted = until !== null && Date.parse(until) > now;
  const always = muted && until.startsWith('9999-');
  const choose = (value: string) => {
    if (value === 'off') onChange(null);
    else if (value === 'always') onChange(ALWAYS);
    else if (value !== 'kept') onChange(new Date(Date.now() + Number(value)).toISOString());
  };
  return (
    <Choice label={t('away.mute')} value={muted ? (always ? 'always' : 'kept') : 'off'} onChange={choose}>
      <option value="off">{t('away.mute_off')}</option>
      {muted && !always && (
        <option value="kept">
          {t('away.muted_until', { time: `${formats.dateText(until)} ${formats.time(until)}` })}
        </option>
      )}
      <option value={HOUR_MS}>{t('away.pause_hour')}</option>
      <option value={8 * HOUR_MS}>{t('away.pause_hours')}</option>
      <option value={7 * DAY_MS}>{t('away.pause_week')}</option>
      <option value="always">{t('away.pause_always')}</option>
    </Choice>
  );
}

interface QuietProps {
  readonly all: NotificationPrefs;
  readonly chat: ChatNotificationPrefs;
  readonly change: (change: Omit<CommandInput<'set_chat_notification_prefs'>, 'chatId'>) => void;
}

function Quiet({ all: { quiet_hours: forAll, time_zone: zone }, chat: { quiet_hours: own }, change }: QuietProps) {
  const t = useText();
  const choose = (value: string) =>
    change({ quiet_hours: value === 'all' ? null : value === 'none' ? 'none' : (forAll ?? NIGHT) });
  const clock = ({ from, to }: typeof NIGHT) => `${from}–${to}`;
  return (
    <>
      <Choice label={t('away.quiet')} value={own === null ? 'all' : own === 'none' ? 'none' : 'own'} onChange={choose}>
        <option value="all">{t('away.as_all', { value: forAll === null ? t('away.no_quiet') : clock(forAll) })}</option>
        <option value="own">{t('away.own_quiet')}</option>
        <option value="none">{t('away.no_quiet')}</option>
      </Choice>
      {own !== null && own !== 'none' && (
        <div className="settings__times" role="group" aria-label={t('away.own_quiet')}>
          {(['from', 'to'] as const).map((end) => (
            <label className="field" key={end}>
              <span className="field__label">{t(`away.${end}`)}</span>
              <input
                className="field__input"
                type="time"
                required
                value={own[end]}
                onChange={({ target: { value } }) => {
                  const next = { ...own, [end]: value.slice(0, 5) };
                  if (value !== '' && next.from !== next.to) change({ quiet_hours: next });
                }}
              />
            </label>
          ))}
          <p className="settings__note">{t('away.zone', { zone: zone.replaceAll('_', ' ') })}</p>
        </div>
      )}
    </>
  );
}
