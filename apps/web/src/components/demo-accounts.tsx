import { Avatar } from '@stm-chat/react';
import { useEffect, useState } from 'react';
import { type DemoAccount, loadDemoAccounts } from '../demo-accounts.js';
import { useText } from '../text/use-text.js';

export interface DemoAccountsProps {
  readonly busy: boolean;
  readonly onChoose: (account: DemoAccount) => void;
}

/** The accounts of a demo server, each one click away. Nothing on any other server. */
export function DemoAccounts({ busy, onChoose }: DemoAccountsProps) {
  const t = useText();
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    const request = new AbortController();
    void loadDemoAccounts(request.signal).then((loaded) => {
      if (!request.signal.aborted) setAccounts(loaded);
    });
    return () => request.abort();
  }, []);

  if (accounts.length === 0) return null;
  return (
    <section className="demo" aria-label={t('login.demo')}>
      <h2 className="demo__title">{t('login.demo')}</h2>
      <p className="demo__lead">{t('login.demo_lead')}</p>
      <ul className="demo__list" role="list">
        {accounts.map((account, index) => (
          <li key={account.email}>
            <button type="button" className="demo__account" disabled={busy} onClick={() => onChoose(account)}>
              <Avatar
                userId={index + 1}
                name={account.name}
                party={account.role === 'admin' ? null : account.role}
                size="small"
              />
              <span className="stm-hidden">
                {t('login.demo_as', { name: account.name, role: t(`role.${account.role}`) })}
              </span>
              <span className="demo__who" aria-hidden="true">
                <span className="demo__name" dir="auto">
                  {account.name}
                </span>
                <span className="demo__role">{t(`role.${account.role}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
