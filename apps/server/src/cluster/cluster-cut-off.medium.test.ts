import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultyProxy, faultyProxy } from '../database/testing/faulty-proxy.js';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { testClock } from '../testing/test-clock.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { HOST, knows, nodeEnv } from './testing/nodes.js';
import { type RedisServer, startRedis } from './testing/redis-server.js';

// What has to hold on a server that hears nothing any more from the others: its clock is the test's, its line to redis-server cut.
const clock = testClock(Date.now());
let database: TestDatabase;
let redis: RedisServer;
let line: FaultyProxy;
let here: TestServer;
let cutOff: TestServer;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  line = await faultyProxy(redis.url);
  const env = (redisUrl: string) => ({ ...nodeEnv(database, redisUrl), LIMIT_TYPING: '1/2s' });
  [here, cutOff] = await Promise.all([startTestServer(env(redis.url)), startTestServer(env(line.url), { clock })]);
  await knows(here, 2);
});
afterAll(async () => {
  await Promise.all([here.close(), cutOff.close()]);
  await line.close();
  await redis.close();
  await database.drop();
});

it('[TY4] one true per 2 s and chat is told, whichever servers the devices of a user are on', async () => {
  const [customer, provider] = [await here.user('customer'), await here.user('provider')];
  const chatId = await here.chat(customer, provider);
  const [phone, desk, reader] = [
    await here.socket(customer.token),
    await cutOff.socket(customer.token),
    await here.socket(provider.token),
  ];
  for (const socket of [phone, desk, reader]) await socket.call('join_chat', { chatId });
  await phone.call('typing', { chatId, isTyping: true });
  await reader.event('user_typing', ({ isTyping }) => isTyping);
  // The other server has been told by then: what its own device begins is no second start.
  const watcher = await cutOff.socket(provider.token);
  await watcher.call('join_chat', { chatId });
  await phone.call('send_message', { chatId, message: 'after the typing' });
  await desk.event('new_message', ({ message }) => message === 'after the typing');
  await desk.call('typing', { chatId, isTyping: true });
  await desk.call('send_message', { chatId, message: 'the end' });
  await reader.event('new_message', ({ message }) => message === 'the end');
  expect(reader.all('user_typing').filter(({ isTyping }) => isTyping)).toHaveLength(1);
  expect(watcher.all('user_typing').filter(({ isTyping }) => isTyping)).toHaveLength(0);
});

it('[SV2] who was removed, and who was disabled, is found out within 30 s by a server that was not told', async () => {
  const [customer, provider, gone] = [
    await here.user('customer'),
    await here.user('provider'),
    await here.user('provider'),
  ];
  const [chatId, other] = [await here.chat(customer, provider), await here.chat(customer, gone)];
  const [removed, disabled] = [await cutOff.socket(provider.token), await cutOff.socket(gone.token)];
  await removed.call('join_chat', { chatId });
  await disabled.call('join_chat', { chatId: other });
  const ended = new Promise((resolve) => disabled.socket.once('disconnect', resolve));

  line.refuse(true);
  expect((await here.rest(HOST, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`)).status).toBeLessThan(
    300,
  );
  const person = { name: 'Gone', role: 'provider', disabled: true };
  expect((await here.rest(HOST, 'PUT', `/api/admin/users/${gone.id}`, person)).status).toBe(200);
  await here.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'not for who was removed' });
  expect(removed.all('left_chat')).toEqual([]);
  expect(disabled.socket.connected).toBe(true);

  clock.advance(30_000);
  await removed.event('left_chat', (left) => left.chatId === chatId);
  await ended;
  expect(disabled.all('error')).toMatchObject([{ code: 'unauthorized' }]);
  expect(removed.all('new_message')).toEqual([]);
  line.refuse(false);
});

it('[SV10] with SOCKET_TRANSPORTS=websocket polling is refused by a message that says what to do', async () => {
  const server = await startTestServer({ SOCKET_TRANSPORTS: 'websocket' });
  try {
    const user = await server.user('customer');
    const polled = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    expect([polled.status, await polled.json()]).toEqual([
      400,
      { code: 0, message: expect.stringContaining("transports: ['websocket']") },
    ]);
    await expect(server.socket(user.token, { transports: ['polling'] })).rejects.toThrow('xhr poll error');
    expect(await (await server.socket(user.token)).call('sync', { chats: [] })).toMatchObject({ ok: true });
  } finally {
    await server.close();
  }
});
