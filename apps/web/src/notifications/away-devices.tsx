import { useState } from 'react';
import { useLaterText } from '../text/use-later-text.js';
import type { AwayPrefs } from './use-away-prefs.js';

/** The devices that get pushes: tried out, and taken away. */
export function AwayDevices({ away: { devices, test, remove } }: { readonly away: AwayPrefs }) {
  const t = useLaterText();
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);

  const run = (work: () => Promise<string>) => {
    if (busy) return;
    setBusy(true);
    setSaid('');
    void work()
      .catch(() => t('away.save_failed'))
      .then(setSaid)
      .finally(() => setBusy(false));
  };
  const tryOut = (id: string) =>
    run(async () => {
      const why = await test(id);
      return why === null ? t('away.test_sent') : t('away.test_failed', { why });
    });
  const takeAway = (id: string) =>
    run(async () => {
      await remove(id);
      return t('away.removed');
    });

  return (
    <>
      {devices.length === 0 ? (
        <p className="settings__note">{t('away.no_devices')}</p>
      ) : (
        <ul className="settings__devices" role="list" aria-label={t('away.devices')}>
          {devices.map(({ id, label, kind, here, failed }) => (
            <li className="settings__device" key={id}>
              <span className="settings__device-name">
                <bdi>{label === '' ? kind : label}</bdi>
                {here && <span className="settings__note"> {t('away.here')}</span>}
                {failed !== null && <span className="settings__note"> {t('away.last_failed', { why: failed })}</span>}
              </span>
              <button
                type="button"
                className="stm-button stm-button--quiet"
                aria-label={t('away.test_device', { device: label })}
                aria-disabled={busy}
                onClick={() => tryOut(id)}
              >
                {t('away.test')}
              </button>
              <button
                type="button"
                className="stm-button stm-button--quiet"
                aria-label={t('away.remove_device', { device: label })}
                aria-disabled={busy}
                onClick={() => takeAway(id)}
              >
                {t('away.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="settings__note" role="status">
        {said}
      </p>
    </>
  );
}
