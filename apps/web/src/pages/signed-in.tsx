import type { ChatClient, PasswordSession } from '@stm-chat/client';
import type { Account } from '@stm-chat/protocol';
import { ChatProvider, late, useOwnClient, useStore, useViewportHeight } from '@stm-chat/react';
import { useCallback, useEffect, useMemo } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { type Me, MeContext } from '../components/me-context.js';
import { languages } from '../language.js';
import { useToldLanguage } from '../use-told-language.js';
import { endPushes } from '../notifications/push-subscription.js';
import { usePushes } from '../notifications/use-pushes.js';
import { chatParts } from './chat-parts.js';
import { ChatsPage } from './chats-page.js';
import { MissingPage } from './missing-page.js';

const DeskPage = late(async () => ({ default: (await import('./desk-page.js')).DeskPage }), { failed: 'panel' });
const AdminPage = late(async () => ({ default: (await import('../admin/admin-page.js')).AdminPage }), {
  failed: 'panel',
});

export interface SignedInProps {
  readonly account: Account;
  readonly session: PasswordSession;
  readonly createClient: () => ChatClient;
}

/** Everything for one signed-in user: a client that lives as long, and the pages. */
export function SignedIn({ createClient, ...rest }: SignedInProps) {
  const client = useOwnClient(createClient, `${rest.account.id}`);
  return client && <Pages client={client} {...rest} />;
}

interface PagesProps extends Omit<SignedInProps, 'createClient'> {
  readonly client: ChatClient;
}

function Pages({ account, session, client }: PagesProps) {
  const connection = useStore(client.connection);
  const { locale, texts } = useStore(languages);
  useViewportHeight();
  useToldLanguage(client, account.id, locale);

  const logout = useCallback(async () => {
    // The device may be somebody else's next: nothing of this user stays on it.
    await client.forget();
    await endPushes().catch(() => undefined);
    client.close();
    await session.logout();
  }, [client, session]);

  // The server no longer accepts this session. What was not sent stays for when the same user is back.
  const over = connection.status === 'ended' && connection.reason === 'unauthorized';
  useEffect(() => {
    if (over) void session.logout();
  }, [over, session]);

  const me = useMemo<Me>(() => ({ account, logout }), [account, logout]);
  return (
    <MeContext value={me}>
      <ChatProvider client={client} locale={locale} texts={texts} parts={chatParts} backCloses>
        <Pushes />
        <Switch>
          {['/login', '/chats', '/chats/'].map((path) => (
            <Route path={path} key={path}>
              <Redirect to="/" replace />
            </Route>
          ))}
          {account.role === 'admin' ? (
            <Route path={ADMIN_PATH}>
              <AdminPage />
            </Route>
          ) : (
            // One route for both, so that the list stays as it is when a chat opens.
            <Route path={CHATS_PATH}>
              <ChatsPage />
            </Route>
          )}
          {account.role === 'lsm' && (
            <Route path={CASES_PATH}>
              <DeskPage />
            </Route>
          )}
          <Route>
            <MissingPage />
          </Route>
        </Switch>
      </ChatProvider>
    </MeContext>
  );
}

function Pushes() {
  usePushes();
  return null;
}

const CASES_PATH = /^\/cases(?:\/(?<disputeId>[0-9a-fA-F-]{36}))?\/?$/;
const ADMIN_PATH =
  /^\/(?:admin(?:\/(?:users|chats|disputes|reports|webhooks|deliveries|jobs|connections|audit))?\/?)?$/;
const CHATS_PATH = /^\/(?:chats\/(?<chatId>[0-9a-fA-F-]{36})\/?)?$/;
