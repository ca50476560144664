import { ChatError, type PasswordSession } from '@stm-chat/client';
import type { Translate } from '@stm-chat/react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { DemoAccounts } from '../components/demo-accounts.js';
import { Mark } from '../components/mark.js';
import { PasswordField } from '../components/password-field.js';
import type { en } from '../text/en.js';
import { useText } from '../text/use-text.js';

export interface LoginPageProps {
  readonly session: PasswordSession;
}

/** Asks for an e-mail address and a password; on a demo server it also offers the demo accounts. */
export function LoginPage({ session }: LoginPageProps) {
  const t = useText();
  const errorId = useId();
  const emailField = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${t('login.title')} · ${t('app.name')}`;
  }, [t]);

  const login = async (email: string, password: string) => {
    setError(null);
    setBusy(true);
    try {
      await session.login(email, password);
    } catch (thrown) {
      setError(reasonOf(thrown, t));
      setBusy(false);
    }
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const email = textIn(form, 'email').trim();
    const password = textIn(form, 'password');
    if (email === '' || password === '') {
      setError(t('login.missing'));
      emailField.current?.focus();
      return;
    }
    void login(email, password);
  };

  return (
    <main className="login">
      <div className="login__card">
        <header className="login__head">
          <Mark />
          <h1 className="login__name">{t('app.name')}</h1>
          <p className="login__lead">{t('login.lead')}</p>
        </header>
        <form className="login__form" onSubmit={submit} noValidate aria-label={t('login.title')}>
          <label className="field">
            <span className="field__label">{t('login.email')}</span>
            <input
              ref={emailField}
              className="field__input"
              name="email"
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              aria-describedby={error === null ? undefined : errorId}
              aria-invalid={error === null ? undefined : true}
            />
          </label>
          <PasswordField describedBy={error === null ? undefined : errorId} />
          <p className="login__error" id={errorId} role="alert">
            {error}
          </p>
          <button type="submit" className="stm-button login__submit" aria-disabled={busy}>
            {busy ? t('login.busy') : t('login.submit')}
          </button>
        </form>
        <DemoAccounts busy={busy} onChoose={({ email, password }) => void login(email, password)} />
      </div>
    </main>
  );
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function reasonOf(thrown: unknown, t: Translate<typeof en>): string {
  if (!(thrown instanceof ChatError)) return t('login.unreachable');
  switch (thrown.code) {
    case 'unauthorized':
    case 'invalid_payload':
      return t('login.wrong');
    case 'rate_limited':
      return t('login.limited', { count: Math.max(1, Math.ceil((thrown.retryAfterMs ?? 60_000) / 1000)) });
    default:
      return t('login.unreachable');
  }
}
