import { Avatar, RoleMark } from '@stm-chat/react';
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useText } from '../text/use-text.js';
import { LogoutButton } from './logout-button.js';
import { useSignedIn } from './me-context.js';
import { SettingsDialog } from './settings-dialog.js';

/** Who is signed in, how the page looks, and the way out. Opens below its button; Escape or leaving it closes it. */
export function AccountMenu() {
  const t = useText();
  const { account } = useSignedIn();
  const [open, setOpen] = useState(false);
  const [settings, setSettings] = useState(false);
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const role = account.role === 'admin' ? null : account.role;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    const next = event.relatedTarget;
    // No next element: a press on something without focus, or another window; the backdrop takes the first.
    if (next !== null && !event.currentTarget.contains(next)) setOpen(false);
  };

  return (
    <div className="account" onKeyDown={onKeyDown} onBlur={onBlur} role="presentation">
      <button
        ref={button}
        type="button"
        className="stm-icon-button account__button"
        aria-label={t('account.menu')}
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        onClick={() => setOpen(!open)}
      >
        <Avatar userId={account.id} name={account.name} party={role} size="small" />
      </button>
      {open && (
        <>
          <div className="account__backdrop" onPointerDown={() => setOpen(false)} role="presentation" />
          <section className="account__panel" id={panelId} aria-label={t('account.menu')}>
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
          </section>
        </>
      )}
      {settings && (
        <SettingsDialog
          onClose={() => {
            setSettings(false);
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
