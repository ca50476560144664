import { Avatar } from '@stm-chat/react';
import { useEffect } from 'react';
import { LanguageSwitch } from '../components/language-switch.js';
import { LogoutButton } from '../components/logout-button.js';
import { useSignedIn } from '../components/me-context.js';
import { ThemeSwitch } from '../components/theme-switch.js';
import { useText } from '../text/use-text.js';

/** An administrator's own account: there are no chats to show. */
export function AdminPage() {
  const t = useText();
  const { account } = useSignedIn();
  useEffect(() => {
    document.title = t('app.name');
  }, [t]);
  return (
    <main className="login">
      <div className="login__card">
        <header className="login__head">
          <Avatar userId={account.id} name={account.name} party={null} size="large" />
          <h1 className="login__name" dir="auto">
            {account.name}
          </h1>
          <p className="login__lead">{t('account.admin.text')}</p>
        </header>
        <dl className="facts">
          <div>
            <dt>{t('account.role')}</dt>
            <dd>{t('role.admin')}</dd>
          </div>
          {account.email !== null && (
            <div>
              <dt>{t('account.email')}</dt>
              <dd>{account.email}</dd>
            </div>
          )}
          {account.region !== null && (
            <div>
              <dt>{t('account.region')}</dt>
              <dd dir="auto">{account.region}</dd>
            </div>
          )}
        </dl>
        <LanguageSwitch />
        <ThemeSwitch />
        <LogoutButton />
      </div>
    </main>
  );
}
