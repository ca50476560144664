import { Dialog, Switch, useStore } from '@stm-chat/react';
import { AwaySettings } from '../notifications/away-settings.js';
import { NotificationSwitches } from '../notifications/notification-switches.js';
import { enterSends, shortcutsOn } from '../shortcuts/shortcut-settings.js';
import { useLaterText } from '../text/use-later-text.js';
import { LanguageSwitch } from './language-switch.js';
import { MyData } from './my-data.js';
import { ThemeSwitch } from './theme-switch.js';

export interface SettingsDialogProps {
  readonly onClose: () => void;
}

/** How the application looks, reads and sounds on this device. Every choice counts at once. */
export function SettingsDialog({ onClose }: SettingsDialogProps) {
  const t = useLaterText();
  return (
    <Dialog className="settings-box" title={t('settings.title')} closeLabel={t('settings.close')} onClose={onClose}>
      <div className="settings">
        <div className="settings__column">
          <div className="settings__card">
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
          <section className="settings__card settings__part">
            <h3 className="theme__label">{t('settings.keyboard')}</h3>
            <Switch
              label={t('settings.enter_sends')}
              note={t('settings.enter_sends_note')}
              checked={useStore(enterSends)}
              onChange={enterSends.set}
            />
            <Switch
              label={t('settings.shortcuts')}
              note={t('settings.shortcuts_note')}
              checked={useStore(shortcutsOn)}
              onChange={shortcutsOn.set}
            />
          </section>
          <div className="settings__card">
            <MyData />
          </div>
        </div>
        <div className="settings__column">
          <div className="settings__card">
            <NotificationSwitches />
          </div>
          <div className="settings__card">
            <AwaySettings />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
