import type { Message } from '@stm-chat/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAccount, login } from '../../../apps/server/src/features/auth/testing/accounts.js';
import { hostToken } from '../../../apps/server/src/testing/host-token.js';
import { startTestServer, type TestServer, type TestUser } from '../../../apps/server/src/testing/test-server.js';
import { createChatClient } from './client.js';
import type { ChatClient, ChatClientOptions, Conversation } from './client-types.js';
import type { Environment } from './connection/environment.js';
import { passwordSession } from './session/password-session.js';
import { tokenSource } from './session/token-source.js';
import { memoryStorage } from './storage/memory-storage.js';
import { sayHello } from './testing/readme-example.js';
import { openTcpProxy, type TcpProxy } from './testing/tcp-proxy.js';

let server: TestServer;
let proxy: TcpProxy;
const clients = new Set<ChatClient>();

beforeAll(async () => {
  server = await startTestServer();
  proxy = await openTcpProxy(server.port);
});
afterEach(() => {
  for (const client of clients) client.close();
  clients.clear();
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

const watchers = new Set<() => void>();
/** Every page hears that the network is back, and does not wait until it tries again by itself. */
const networkIsBack = () => watchers.forEach((watcher) => watcher());
const environment: Environment = {
  isOnline: () => true,
  subscribe(listener) {
    const watcher = () => listener('online');
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  },
};

function clientOf(user: TestUser, options: Partial<ChatClientOptions> = {}): ChatClient {
  const session = tokenSource(async () => user.token);
  const client = createChatClient({ url: proxy.url, session, storage: memoryStorage(), environment, ...options });
  clients.add(client);
  return client;
}

async function twoParties() {
  const [ada, bob] = [await server.user('customer'), await server.user('provider')];
  const chatId = await server.chat(ada, bob);
  const [a, b] = [clientOf(ada), clientOf(bob)];
  await Promise.all([a.connect(), b.connect()]);
  return { ada, bob, chatId, a, b };
}

/** Waits until it is so; the real world has no obedient clock. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const messages = (conversation: Conversation): Message[] =>
  conversation.state.get().items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
const texts = (conversation: Conversation) => messages(conversation).map(({ message }) => message);

async function opened(client: ChatClient, chatId: string): Promise<Conversation> {
  const conversation = client.conversation(chatId);
  conversation.open();
  await eventually(() => expect(conversation.state.get().live).toBe(true));
  return conversation;
}

async function history(user: TestUser, chatId: string): Promise<Message[]> {
  const { body } = await server.rest(user.token, 'GET', `/api/chat/${chatId}/messages?limit=200`);
  return body.messages;
}

describe('the SDK against the server', () => {
  it('[CL6] carries a message from one to the other, with ticks, typing and unread', async () => {
    const { ada, chatId, a, b } = await twoParties();
    expect(a.me.get()?.id ?? ada.id).toBe(ada.id);
    const here = await opened(a, chatId);
    await eventually(() => expect(b.chats.get().chats.map(({ id }) => id)).toContain(chatId));
    here.send('hello');
    await eventually(() => expect(texts(here)).toEqual(['hello']));
    // Its list alone tells the other that it came.
    await eventually(() => expect(here.state.get().items[0]?.state).toBe('delivered'));
    expect(b.chats.get().chats[0]).toMatchObject({ unread: 1, last_message: { message: 'hello' } });
    const there = await opened(b, chatId);
    expect(texts(there)).toEqual(['hello']);
    there.markRead(1);
    expect(b.chats.get().unreadTotal).toBe(0);
    await eventually(() => expect(here.state.get().items[0]?.state).toBe('read'));
    there.setTyping(true);
    await eventually(() => expect(here.state.get().typing).toHaveLength(1));
    there.send('hi');
    await eventually(() => expect(texts(here)).toEqual(['hello', 'hi']));
    expect(here.state.get().typing).toEqual([]);
  });

  it('shows edits, deletions, reactions and preferences as they are made', async () => {
    const { chatId, a, b } = await twoParties();
    const [here, there] = [await opened(a, chatId), await opened(b, chatId)];
    const sent = await here.whenSent(here.send('firts').clientId);
    const gone = await here.whenSent(here.send('oops').clientId);
    await a.call('edit_message', { chatId, messageId: sent.id, message: 'first' });
    await a.call('delete_message', { chatId, messageId: gone.id });
    await b.call('react', { chatId, messageId: sent.id, emoji: '👍', active: true });
    await eventually(() => {
      expect(texts(there)).toEqual(['first', '']);
      expect(messages(here)[0]?.reactions).toMatchObject([{ emoji: '👍' }]);
    });
    expect(b.chats.get().chats[0]?.unread).toBe(1);
    await a.call('set_chat_prefs', { chatId, pinned: true });
    expect(a.chats.get().chats[0]?.prefs.pinned).toBe(true);
  });

  it('[CL2][CL3] catches up after an outage with everything that it missed', async () => {
    const { bob, chatId, a } = await twoParties();
    const here = await opened(a, chatId);
    const other = await server.socket(bob.token);
    const first = await other.call('send_message', { chatId, message: 'before' });
    await eventually(() => expect(texts(here)).toEqual(['before']));
    proxy.swallow(true);
    proxy.cut();
    await eventually(() => expect(a.connection.get().status).not.toBe('online'));
    for (let at = 0; at < 60; at++) await other.call('send_message', { chatId, message: `missed ${at}` });
    await other.call('edit_message', { chatId, messageId: first.message.id, message: 'edited' });
    await other.call('mark_read', { chatId });
    proxy.swallow(false);
    proxy.cut();
    await eventually(() => expect(here.state.get().live).toBe(true));
    expect(texts(here)).toEqual(['edited', ...Array.from({ length: 60 }, (_, at) => `missed ${at}`)]);
    expect(messages(here).map(({ seq }) => seq)).toEqual(messages(here).map((_, at) => at + 1));
    other.close();
  });

  it('[CL1][CL4] loses nothing, doubles nothing and keeps everybody’s order while the line is cut again and again', async () => {
    const { ada, chatId, a, b } = await twoParties();
    const [here, there] = [await opened(a, chatId), await opened(b, chatId)];
    const count = 60;
    const acked = new Map<string, number>();
    for (const [name, conversation] of [['a', here] as const, ['b', there] as const]) {
      for (let at = 0; at < count; at++) {
        const { clientId } = conversation.send(`${name} ${at}`);
        void conversation.whenSent(clientId).then(({ seq }) => acked.set(`${name} ${at}`, seq));
      }
    }
    for (let at = 1; at <= 6; at++) {
      await eventually(() => expect(acked.size).toBeGreaterThanOrEqual(at * 8));
      proxy.cut();
      await eventually(() => expect([a, b].map((client) => client.connection.get().status)).not.toContain('online'));
      networkIsBack();
    }
    await eventually(() => expect(acked.size).toBe(2 * count));
    await eventually(() => {
      for (const conversation of [here, there]) {
        expect(conversation.state.get()).toMatchObject({ live: true });
        expect(messages(conversation)).toHaveLength(2 * count);
      }
    });
    const stored = await history(ada, chatId);
    expect(stored).toHaveLength(2 * count);
    for (const conversation of [here, there]) expect(messages(conversation)).toEqual(stored);
    for (const { message, seq } of stored) expect(acked.get(message)).toBe(seq);
    for (const name of ['a', 'b']) {
      const mine = stored.map(({ message }) => message).filter((text) => text.startsWith(name));
      expect(mine).toEqual(Array.from({ length: count }, (_, at) => `${name} ${at}`));
    }
  }, 60_000);

  it('[CL5] renews its token, and is served on after the old one expired', async () => {
    const ada = await server.user('customer');
    const asked: boolean[] = [];
    const session = tokenSource(async ({ forceRefresh }) => {
      asked.push(forceRefresh);
      return hostToken({ sub: ada.id, role: 'customer', name: 'Ada' }, asked.length === 1 ? '2s' : '1h');
    });
    const client = clientOf(ada, { session });
    await client.connect();
    await eventually(() => expect(asked.length).toBeGreaterThan(1));
    await eventually(() => expect(client.connection.get().status).toBe('online'));
    await expect(client.call('get_me', {})).resolves.toMatchObject({ id: ada.id });
  });

  it('signs in with a password, is known after a reload, and is signed out everywhere', async () => {
    const account = await addAccount(server);
    const storage = memoryStorage();
    const options = { url: proxy.url, cookie: false, storage };
    const session = passwordSession(options);
    await expect(session.login(account.email, 'not-the-password')).rejects.toMatchObject({ code: 'unauthorized' });
    await session.login(account.email, account.password);
    const reloaded = passwordSession(options);
    await expect(reloaded.restore()).resolves.toMatchObject({ id: account.id });
    const client = createChatClient({ url: proxy.url, session: reloaded, storage });
    clients.add(client);
    await client.connect();
    expect(client.connection.get().status).toBe('online');
    const elsewhere = passwordSession({ ...options, storage: memoryStorage() });
    await elsewhere.login(account.email, account.password);
    await elsewhere.logout({ everywhere: true });
    await eventually(() => expect(client.connection.get()).toEqual({ status: 'ended', reason: 'unauthorized' }));
    expect(reloaded.user.get()).toBeNull();
  });

  it('runs the example of the README', async () => {
    const account = await addAccount(server);
    const written: string[] = [];
    await sayHello(server.url, account.email, account.password, (...words) => void written.push(words.join(' ')));
    expect(written).toEqual(expect.arrayContaining(['online', 'Hello sending']));
    const { token } = await login(server, account);
    const { body } = await server.rest(token, 'GET', '/api/chat');
    expect(body.chats).toMatchObject([{ subject: 'A leaking tap', last_message: { message: 'Hello' } }]);
  });

  it('who is taken out of a chat sees it no more', async () => {
    const { bob, chatId, b } = await twoParties();
    const admin = await server.user('admin');
    const there = await opened(b, chatId);
    await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${bob.id}`);
    await eventually(() => expect(there.state.get()).toMatchObject({ status: 'failed', items: [] }));
    await eventually(() => expect(b.chats.get().chats).toEqual([]));
  });
});
