import { Avatar, late, Popover, RoleMark } from '@stm-chat/react';
import { useRef, useState } from 'react';
import { useText } from '../text/use-text.js';
import { LogoutButton } from './logout-button.js';
import { useSignedIn } from './me-context.js';

const SettingsDialog = late(async () => ({ default: (await import('./settings-dialog.js')).SettingsDialog }));

/** Who is signed in, the settings, and the way out. Opens below its button; Escape or leaving it closes it. */
export function AccountMenu() {
  const t = useText();
  const { account } = useSignedIn();
  const [open, setOpen] = useState(false);
  const [settings, setSettings] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const role = account.role === 'admin' ? null : account.role;

  return (
    <>
      <button
        ref={button}
        type="button"
        className="stm-icon-button account__button"
        aria-label={t('account.menu')}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <Avatar userId={account.id} name={account.name} party={role} size="small" />
      </button>
      {open && button.current !== null && (
        <Popover
          className="account__panel"
          label={t('account.menu')}
          anchor={button.current}
          align="end"
          onClose={() => setOpen(false)}
        >
          <div className="account__who">
            <Avatar userId={account.id} name={account.name} party={role} />
            <div className="account__lines">
              <p className="account__name" dir="auto">
                {account.name}
              </p>
              {account.email !== null && <p className="account__email">{account.email}</p>}
              {role === null ? <p className="account__email">{t('role.admin')}</p> : <RoleMark party={role} />}
            </div>
          </div>
          <button
            type="button"
            className="stm-button stm-button--quiet account__logout"
            onClick={() => {
              setOpen(false);
              setSettings(true);
            }}
          >
            {t('settings.open')}
          </button>
          <LogoutButton />
        </Popover>
      )}
      {settings && <SettingsDialog onClose={() => setSettings(false)} />}
    </>
  );
}
