import { Dialog } from '@stm-chat/react';
import { NotificationSwitches } from '../notifications/notification-switches.js';
import { useText } from '../text/use-text.js';
import { LanguageSwitch } from './language-switch.js';
import { ThemeSwitch } from './theme-switch.js';

export interface SettingsDialogProps {
  readonly onClose: () => void;
}

/** How the application looks, reads and sounds on this device. Every choice counts at once. */
export function SettingsDialog({ onClose }: SettingsDialogProps) {
  const t = useText();
  return (
    <Dialog title={t('settings.title')} closeLabel={t('settings.close')} onClose={onClose}>
      <div className="settings">
        <LanguageSwitch />
        <ThemeSwitch />
        <NotificationSwitches />
      </div>
    </Dialog>
  );
}
