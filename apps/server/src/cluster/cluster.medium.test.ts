import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../testing/test-server.js';
import { type RedisServer, startRedis } from './testing/redis-server.js';

// Two servers over one database, which hear each other through a real redis-server.
const HOST = 'the-host-of-the-tests-0123456789';

let database: TestDatabase;
let redis: RedisServer;
let here: TestServer;
let there: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;

const env = () => ({
  DATABASE_URL: database.url,
  DIRECT_URL: database.url,
  REDIS_URL: redis.url,
  SERVICE_TOKEN: HOST,
  REALTIME_POOL_SIZE: '4',
  POOLED_POOL_SIZE: '3',
});

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  [here, there] = await Promise.all([startTestServer(env()), startTestServer(env())]);
  await nodes(here, 2);
  await nodes(there, 2);
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await redis.close();
  await database.drop();
});
beforeEach(async () => {
  [customer, provider] = await Promise.all([here.user('customer'), there.user('provider')]);
  chatId = await here.chat(customer, provider);
});

async function metric(server: TestServer, name: string): Promise<number> {
  const answer = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${HOST}` } });
  const text = await answer.text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

async function nodes(server: TestServer, count: number): Promise<void> {
  await vi.waitFor(async () => expect(await metric(server, 'chat_cluster_nodes')).toBe(count), { timeout: 20_000 });
}

const joined = async (server: TestServer, user: TestUser): Promise<TestSocket> => {
  const socket = await server.socket(user.token);
  expect(await socket.call('join_chat', { chatId })).toMatchObject({ ok: true });
  return socket;
};

describe('two servers', () => {
  it('[DL6] what is written on one arrives on the other, in order and once', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    for (let n = 1; n <= 20; n += 1) {
      const [from] = n % 2 === 0 ? [mine] : [other];
      expect(await from?.call('send_message', { chatId, message: `m${n}` })).toMatchObject({ ok: true });
    }
    for (const socket of [mine, other]) {
      await socket.event('new_message', ({ seq }) => seq === 20);
      expect(socket.all('new_message').map(({ message }) => message)).toEqual(
        Array.from({ length: 20 }, (_, n) => `m${n + 1}`),
      );
    }
  });

  it('[ED7] so do changes, and receipts', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    const { message } = await mine.call('send_message', { chatId, message: 'one' });
    await other.event('new_message');
    await mine.call('edit_message', { chatId, messageId: message.id, message: 'two' });
    expect(await other.event('message_updated')).toMatchObject({ message: 'two', seq: 1 });
    await other.call('mark_read', { chatId, seq: 1 });
    expect(await mine.event('messages_read')).toMatchObject({ userId: provider.id, seq: 1 });
  });
});
