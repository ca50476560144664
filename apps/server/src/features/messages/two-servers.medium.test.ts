import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { testClock } from '../../testing/test-clock.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

// Two servers over one database, which hear nothing of each other.
let database: TestDatabase;
const clock = testClock(Date.now());
let here: TestServer;
let there: TestServer;
let customer: TestUser;
let provider: TestUser;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, DIRECT_URL: database.url, REALTIME_POOL_SIZE: '4', POOLED_POOL_SIZE: '3' };
  [here, there] = await Promise.all([startTestServer(env, { clock }), startTestServer(env)]);
  [customer, provider] = await Promise.all([here.user('customer'), here.user('provider')]);
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await database.drop();
});

const joined = async (server: TestServer, user: TestUser, chatId: string) => {
  const socket = await server.socket(user.token);
  expect(await socket.call('join_chat', { chatId })).toMatchObject({ ok: true });
  return socket;
};

it('[DL6] a server that writes the next message tells what the other one wrote before it', async () => {
  const chatId = await here.chat(customer, provider);
  const reader = await joined(here, provider, chatId);
  const [mine, other] = await Promise.all([here.socket(customer.token), there.socket(customer.token)]);
  await mine.call('send_message', { chatId, message: 'here' });
  const { message: first } = await other.call('send_message', { chatId, message: 'there' });
  await other.call('send_message', { chatId, message: 'there again' });
  await other.call('edit_message', { chatId, messageId: first.id, message: 'there, changed' });
  await mine.call('send_message', { chatId, message: 'here again' });
  await reader.event('new_message', ({ seq }) => seq === 4);
  expect(reader.all('new_message').map(({ seq, message }) => [seq, message])).toEqual([
    [1, 'here'],
    [2, 'there, changed'],
    [3, 'there again'],
    [4, 'here again'],
  ]);
});

it('[ED7] and of changes, in their turn', async () => {
  const chatId = await here.chat(customer, provider);
  const reader = await joined(here, provider, chatId);
  const [mine, other] = await Promise.all([here.socket(customer.token), there.socket(customer.token)]);
  const { message } = await mine.call('send_message', { chatId, message: 'one' });
  await other.call('edit_message', { chatId, messageId: message.id, message: 'two' });
  await mine.call('react', { chatId, messageId: message.id, emoji: '👍', active: true });
  await reader.event('message_updated');
  expect(reader.all('message_updated')).toMatchObject([{ message: 'two', reactions: [{ emoji: '👍' }] }]);
});

it('[TI5][DL6] a server that writes nothing tells what the other one wrote with the next tips', async () => {
  const chatId = await here.chat(customer, provider);
  const reader = await joined(here, provider, chatId);
  const other = await there.socket(customer.token);
  for (const message of ['one', 'two']) await other.call('send_message', { chatId, message });
  clock.advance(25_000);
  await reader.event('new_message', ({ seq }) => seq === 2);
  expect(reader.all('new_message').map(({ message }) => message)).toEqual(['one', 'two']);
});

it('[DL6][ED7] a gap of more than one reading is closed in order, too', async () => {
  const chatId = await here.chat(customer, provider);
  const reader = await joined(here, provider, chatId);
  const other = await there.socket(customer.token);
  const send = (message: string) => other.call('send_message', { chatId, message });
  const { message: first } = await send('first');
  for (let at = 1; at < 1100; at += 500) {
    await Promise.all(Array.from({ length: Math.min(500, 1100 - at) }, (_, n) => send(`message ${at + n}`)));
  }
  await other.call('edit_message', { chatId, messageId: first.id, message: 'changed' });
  await here.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'the end' });
  await reader.event('new_message', ({ message }) => message === 'the end');
  expect(reader.all('new_message').map(({ seq }) => seq)).toEqual(Array.from({ length: 1101 }, (_, n) => n + 1));
  const texts = reader.events.map(({ payload }) => payload as { seq?: number; message?: string });
  expect(texts.findLast(({ seq }) => seq === 1)?.message).toBe('changed');
});

it('[GC5][DL3][DL5][DL6] the same client_ids through both at once: each once, dense, and in order for all who listen', async () => {
  const chatIds = await Promise.all([1, 2, 3].map(() => here.chat(customer, provider)));
  const readers = await Promise.all(
    chatIds.flatMap((chatId) => [joined(here, provider, chatId), joined(there, provider, chatId)]),
  );
  const senders = await Promise.all(
    [here, there].flatMap((server) => [customer, provider].map(({ token }) => server.socket(token))),
  );
  let watching = true;
  const watched = (async () => {
    const wrong: unknown[] = [];
    while (watching) {
      wrong.push(
        ...(await database.database.realtime.query(
          `select c.id from chats c left join messages m on m.chat_id = c.id group by c.id
           having c.last_seq <> count(m.seq) or c.last_seq <> coalesce(max(m.seq), 0)`,
        )),
      );
    }
    return wrong;
  })();

  const answers = await Promise.all(
    chatIds.flatMap((chatId) =>
      Array.from({ length: 40 }, (_, n) =>
        // Each client_id goes out twice: through either server.
        [0, 2].map((server) =>
          senders[server + (n % 2)]!.call('send_message', { chatId, message: `${n}`, client_id: `id-${n}` }),
        ),
      ).flat(),
    ),
  );
  watching = false;
  expect(await watched).toEqual([]);
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  for (const [nth, chatId] of chatIds.entries()) {
    const stored = (await here.rest(customer.token, 'GET', `/api/chat/${chatId}/messages?limit=200`)).body.messages;
    expect(stored.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(new Set(stored.map(({ client_id }: { client_id: string }) => client_id)).size).toBe(40);
    // A last message through each server, so that each looks at what it missed.
    for (const server of [here, there]) {
      await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'the end' });
    }
    for (const [server, reader] of readers.slice(nth * 2, nth * 2 + 2).entries()) {
      await reader.event('new_message', ({ seq }) => seq === 41 + server);
      const told = reader.all('new_message').filter((message) => message.chatId === chatId);
      expect(told.slice(0, 40)).toEqual(stored);
    }
  }
});
