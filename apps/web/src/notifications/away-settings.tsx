import type { NotificationPrefs } from '@stm-chat/protocol';
import { Switch } from '@stm-chat/react';
import { useLaterText } from '../text/use-later-text.js';
import { AwayDevices } from './away-devices.js';
import { UntilChoice } from './until-choice.js';
import { type AwayPrefs, useAwayPrefs } from './use-away-prefs.js';

const NIGHT = { from: '22:00', to: '07:00' };

/** How somebody is notified who is away: where, when, and how much is said. The same on all devices of the user. */
export function AwaySettings() {
  const t = useLaterText();
  const away = useAwayPrefs();
  const { status, prefs, refused, change } = away;
  return (
    <section className="settings__part" aria-label={t('away.title')}>
      <h3 className="theme__label">{t('away.title')}</h3>
      {status === 'failed' && (
        <div role="alert">
          <p>{t('away.load_failed')}</p>
          <button type="button" className="stm-button stm-button--quiet" onClick={away.again}>
            {t('app.retry')}
          </button>
        </div>
      )}
      {prefs !== null && (
        <>
          <Switch
            label={t('away.push')}
            note={t('away.push_note')}
            checked={prefs.push}
            onChange={(push) => change({ push })}
          />
          <AwayDevices away={away} />
          <Switch
            label={t('away.mail')}
            note={t('away.mail_note')}
            checked={prefs.mail}
            onChange={(mail) => change({ mail })}
          />
          <Switch
            label={t('away.preview')}
            note={t('away.preview_note')}
            checked={prefs.preview}
            onChange={(preview) => change({ preview })}
          />
          {/* Everything is quiet until then; deadlines of disputes still come. */}
          <UntilChoice
            label={t('away.pause')}
            off={t('away.pause_off')}
            kept={(time) => t('away.paused_until', { time })}
            until={prefs.muted_until}
            onChange={(until) => change({ muted_until: until })}
          />
          <QuietHours prefs={prefs} change={change} />
          <p className="settings__error" role="alert">
            {refused && t('away.save_failed')}
          </p>
        </>
      )}
    </section>
  );
}

interface PartProps {
  readonly prefs: NotificationPrefs;
  readonly change: AwayPrefs['change'];
}

/** Every night, on the clock of where the reader is now. */
function QuietHours({ prefs: { quiet_hours: quiet, time_zone: zone }, change }: PartProps) {
  const t = useLaterText();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Switch
        label={t('away.quiet')}
        note={t('away.quiet_note')}
        checked={quiet !== null}
        onChange={(on) => change({ quiet_hours: on ? NIGHT : null, time_zone: here })}
      />
      {quiet !== null && (
        <div className="settings__times" role="group" aria-label={t('away.quiet')}>
          {(['from', 'to'] as const).map((end) => (
            <label className="field" key={end}>
              <span className="field__label">{t(`away.${end}`)}</span>
              <input
                className="field__input"
                type="time"
                required
                value={quiet[end]}
                onChange={({ target: { value } }) => {
                  const next = { ...quiet, [end]: value.slice(0, 5) };
                  if (value !== '' && next.from !== next.to) change({ quiet_hours: next, time_zone: here });
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
