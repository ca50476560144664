/**
 * The application over a world in memory: `npm run dev --workspace @stm-chat/web`, then /demo.html. Not in any build.
 * `?as=lsm` signs in as somebody else, `?path=/chats/…` opens a page, `?state=` shows a state that is hard to reach,
 * `?messages=10000` adds a chat with so many (`&page=`: in pages of another size, `&unread=`, `&gap=`: minutes between them).
 */
import '@stm-chat/react/styles.css';
import '../styles/app.css';
import { ChatError, createStore, type PasswordSession } from '@stm-chat/client';
import type { Account } from '@stm-chat/protocol';
import { FakeClient, type FakeClientOptions, PEOPLE } from '@stm-chat/react/testing';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { App } from '../app.js';
import { startLanguage } from '../language.js';
import { addDispute, demoDisputes } from './demo-disputes.js';
import { longChat, workingDay } from './demo-world.js';

declare global {
  interface Window {
    /** The one that the page uses, for scripts that take pictures or play the other side. */
    fake: FakeClient;
    /** Every one that the page made. */
    fakes: FakeClient[];
  }
}

const query = new URLSearchParams(window.location.search);
const as = query.get('as') ?? 'customer';
const account: Account = as in PEOPLE ? PEOPLE[as as keyof typeof PEOPLE] : PEOPLE.customer;
const state = query.get('state');
const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);

function options(me: Account): FakeClientOptions {
  const chats = state === 'empty' || state === 'loading' || state === 'failed' ? [] : workingDay(me, Date.now());
  const long = number('messages', 0);
  const base = {
    me,
    disputes: chats.length === 0 ? [] : demoDisputes(Date.now()),
    chats: long > 0 ? [...chats, longChat(Date.now(), long, number('unread', 0), number('gap', 7))] : chats,
    latencyMs: number('latency', 250),
    pageSize: number('page', 50),
  };
  switch (state) {
    case 'loading':
      return { ...base, list: { status: 'loading' }, stuck: true };
    case 'failed':
      return { ...base, list: { status: 'failed', error: new ChatError('unavailable', 'away') } };
    case 'stuck':
      return { ...base, stuck: true };
    case 'offline':
      return {
        ...base,
        connection: { status: 'waiting', attempt: 3, retryAt: Date.now() + 60_000, reason: 'offline' },
      };
    default:
      return base;
  }
}

const user = createStore<Account | null>(query.has('login') ? null : account);
const session: PasswordSession = {
  user,
  getToken: () => Promise.resolve('none'),
  restore: () => Promise.resolve(user.get()),
  login: (email) => {
    const found = Object.values(PEOPLE).find((person) => person.email === email);
    if (found === undefined) return Promise.reject(new ChatError('unauthorized', 'wrong'));
    user.set(found);
    return Promise.resolve(found);
  },
  logout: () => {
    user.set(null);
    return Promise.resolve();
  },
};

const [path = '/', search = ''] = (query.get('path') ?? '/').split('?');
const { hook, searchHook } = memoryLocation({ path, searchPath: search });

window.fakes = [];

/** Strict mode asks for a client twice; the page then uses the second. */
function createClient(): FakeClient {
  window.fake = new FakeClient(options(user.get() ?? account));
  window.fakes.push(window.fake);
  addDispute(window.fake, Date.now());
  return window.fake;
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <Router hook={hook} searchHook={searchHook}>
      <App session={session} createClient={createClient} />
    </Router>
  </StrictMode>,
);
