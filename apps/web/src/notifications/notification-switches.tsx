import { Switch, useStore } from '@stm-chat/react';
import { useLaterText } from '../text/use-later-text.js';
import { playChime } from './chime.js';
import { previews, sounds, systemNotifications } from './notification-settings.js';
import { askForNotifications, permission } from './permission.js';
import { pushReach, pushTries } from './push-subscription.js';

/** What this device does when somebody writes. */
export function NotificationSwitches() {
  const t = useLaterText();
  const allowed = useStore(permission);
  const on = useStore(systemNotifications) && allowed === 'granted';
  const reach = useStore(pushReach);
  const impossible = allowed === 'denied' || allowed === 'unsupported';
  const chooseSounds = (next: boolean) => {
    sounds.set(next);
    // Where there is no sound to be had, the choice still stands.
    if (next) playChime().catch(() => undefined);
  };
  return (
    <div className="settings__part">
      <h3 className="theme__label">{t('notifications.title')}</h3>
      <Switch
        label={t('settings.notify')}
        note={t(
          impossible
            ? `settings.notify_${allowed}`
            : on && reach !== 'none'
              ? `settings.notify_${reach}`
              : 'settings.notify_note',
        )}
        checked={on}
        disabled={impossible}
        onChange={(next) => (next ? void askForNotifications() : systemNotifications.set(false))}
      />
      {on && reach === 'refused' && (
        <button
          type="button"
          className="stm-button stm-button--quiet"
          onClick={() => pushTries.set(pushTries.get() + 1)}
        >
          {t('settings.notify_again')}
        </button>
      )}
      <Switch label={t('settings.previews')} checked={useStore(previews)} disabled={!on} onChange={previews.set} />
      <Switch
        label={t('settings.sounds_on')}
        note={t('settings.sounds_note')}
        checked={useStore(sounds)}
        onChange={chooseSounds}
      />
    </div>
  );
}
