import type { ChatNotificationPrefs, CommandInput, NotificationPrefs } from '@stm-chat/protocol';
import type { ChatPartProps } from '@stm-chat/react';
import { useLaterText } from '../text/use-later-text.js';
import { SelectField, UntilChoice } from './until-choice.js';
import { useChatAway } from './use-chat-away.js';

const NIGHT = { from: '22:00', to: '07:00' };

/** How somebody is notified of one chat, where that differs from all others. */
export function ChatAway({ summary, meId }: ChatPartProps) {
  const isMember = summary.members.some(({ userId }) => userId === meId);
  return isMember ? <Settings summary={summary} /> : null;
}

function Settings({ summary }: Pick<ChatPartProps, 'summary'>) {
  const t = useLaterText();
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
          {/* Neither the page nor a push tells of a muted chat, but for what names the reader and deadlines. */}
          <UntilChoice
            label={t('away.mute')}
            off={t('away.mute_off')}
            kept={(time) => t('away.muted_until', { time })}
            until={summary.prefs.muted_until}
            onChange={mute}
          />
          {(['push', 'mail', 'preview'] as const).map((what) => (
            <SelectField
              key={what}
              label={t(`away.${what}`)}
              value={chat[what] === null ? 'all' : chat[what] ? 'on' : 'off'}
              onChange={(value) => change({ [what]: value === 'all' ? null : value === 'on' })}
            >
              <option value="all">{t(all[what] ? 'away.as_all_on' : 'away.as_all_off')}</option>
              <option value="on">{t('away.on')}</option>
              <option value="off">{t('away.off')}</option>
            </SelectField>
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

interface QuietProps {
  readonly all: NotificationPrefs;
  readonly chat: ChatNotificationPrefs;
  readonly change: (change: Omit<CommandInput<'set_chat_notification_prefs'>, 'chatId'>) => void;
}

function Quiet({ all: { quiet_hours: forAll, time_zone: zone }, chat: { quiet_hours: own }, change }: QuietProps) {
  const t = useLaterText();
  const choose = (value: string) =>
    change({ quiet_hours: value === 'all' ? null : value === 'none' ? 'none' : (forAll ?? NIGHT) });
  const clock = ({ from, to }: typeof NIGHT) => `${from}–${to}`;
  return (
    <>
      <SelectField
        label={t('away.quiet')}
        value={own === null ? 'all' : own === 'none' ? 'none' : 'own'}
        onChange={choose}
      >
        <option value="all">{t('away.as_all', { value: forAll === null ? t('away.no_quiet') : clock(forAll) })}</option>
        <option value="own">{t('away.own_quiet')}</option>
        <option value="none">{t('away.no_quiet')}</option>
      </SelectField>
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
