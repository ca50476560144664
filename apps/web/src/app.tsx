import type { ChatClient, PasswordSession } from '@stm-chat/client';
import { LanguageProvider, useStore } from '@stm-chat/react';
import { useCallback, useEffect, useState } from 'react';
import { languages } from './language.js';
import { LoginPage } from './pages/login-page.js';
import { SignedIn } from './pages/signed-in.js';
import { StartPage } from './pages/start-page.js';
// Follows what another tab chooses, also before the settings are opened here.
import './theme.js';

export interface AppProps {
  readonly session: PasswordSession;
  /** One per signed-in user. */
  readonly createClient: () => ChatClient;
}

/** Takes up the last session, then shows the chats or asks who is there; the address stays, whoever signs in. */
export function App({ session, createClient }: AppProps) {
  const account = useStore(session.user);
  const { locale, texts } = useStore(languages);
  const [restore, setRestore] = useState<'running' | 'done' | 'failed'>('running');

  const start = useCallback(() => {
    setRestore('running');
    session.restore().then(
      () => setRestore('done'),
      () => setRestore('failed'),
    );
  }, [session]);
  useEffect(start, [start]);

  if (account !== null) {
    return <SignedIn key={account.id} account={account} session={session} createClient={createClient} />;
  }
  return (
    <LanguageProvider locale={locale} texts={texts}>
      {restore === 'done' ? (
        <LoginPage session={session} />
      ) : (
        <StartPage failed={restore === 'failed'} onRetry={start} />
      )}
    </LanguageProvider>
  );
}
