import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../testing/test-server.js';
import { HOST, knows, metric, nodeEnv } from './testing/nodes.js';
import { type RedisServer, startRedis } from './testing/redis-server.js';

// Two servers over one database, which hear each other through a real redis-server.
let database: TestDatabase;
let redis: RedisServer;
let here: TestServer;
let there: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;

const env = () => ({ ...nodeEnv(database, redis.url), LIMIT_SEND: '12,1/min' });

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  [here, there] = await Promise.all([startTestServer(env()), startTestServer(env())]);
  await Promise.all([knows(here, 2), knows(there, 2)]);
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

const joined = async (server: TestServer, user: TestUser): Promise<TestSocket> => {
  const socket = await server.socket(user.token);
  expect(await socket.call('join_chat', { chatId })).toMatchObject({ ok: true });
  return socket;
};

/** Waits until a server heard that somebody is connected, to it or to another: from then on it tells them there. */
async function hears(server: TestServer, { token, id }: TestUser): Promise<void> {
  const seen = async () => {
    const { body } = await server.rest(token, 'GET', `/api/chat/${chatId}`);
    return body.members.find(({ userId }: { userId: number }) => userId === id)?.online;
  };
  await expect.poll(seen).toBe(true);
}

const SOON = { timeout: 1000, interval: 20 };

describe('two servers', () => {
  it('[SV1][DL6] what is written on one arrives on the other, in order and once', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    for (let n = 1; n <= 20; n += 1) {
      const from = n % 2 === 0 ? mine : other;
      expect(await from.call('send_message', { chatId, message: `m${n}` })).toMatchObject({ ok: true });
    }
    for (const socket of [mine, other]) {
      await socket.event('new_message', ({ seq }) => seq === 20);
      expect(socket.all('new_message').map(({ message }) => message)).toEqual(
        Array.from({ length: 20 }, (_, n) => `m${n + 1}`),
      );
    }
    // The database was asked for nothing: that is what the other one is told for.
    expect(await metric(there, 'chat_gap_detected_total', 'source="publication"')).toBeNaN();
  });

  it('[SV1][ED7] so do changes, receipts and typing', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    const { message } = await mine.call('send_message', { chatId, message: 'one' });
    await other.event('new_message');
    await mine.call('edit_message', { chatId, messageId: message.id, message: 'two' });
    expect(await other.event('message_updated')).toMatchObject({ message: 'two', seq: 1 });
    await other.call('mark_read', { chatId, seq: 1 });
    expect(await mine.event('messages_read')).toMatchObject({ userId: provider.id, seq: 1 });
    await mine.call('typing', { chatId, isTyping: true });
    expect(await other.event('user_typing')).toEqual({ userId: customer.id, isTyping: true, chatId });
    expect(other.all('user_typing')).toHaveLength(1);
    expect(mine.all('user_typing')).toHaveLength(0);
  });

  it('[SV1] who joins and leaves is told once, by the first and the last device anywhere', async () => {
    const other = await joined(there, provider);
    const first = await joined(here, customer);
    await other.event('user_joined', ({ userId }) => userId === customer.id);
    const second = await joined(there, customer);
    await first.call('leave_chat', { chatId });
    await second.call('leave_chat', { chatId });
    await other.event('user_left');
    expect(other.all('user_joined')).toHaveLength(1);
    expect(other.all('user_left')).toHaveLength(1);
  });

  it('[SV1][PS1] presence: a peer on the other server learns of it, and summaries of both agree', async () => {
    const other = await there.socket(provider.token);
    await hears(here, provider);
    const mine = await here.socket(customer.token);
    expect(await other.event('presence')).toMatchObject({ userId: customer.id, online: true });
    for (const server of [here, there]) {
      const { body } = await server.rest(provider.token, 'GET', `/api/chat/${chatId}`);
      expect(body.members).toMatchObject([
        { userId: customer.id, online: true },
        { userId: provider.id, online: true },
      ]);
    }
    mine.close();
  });

  it('[SV1][CU2] lists move on the other server, and preferences are the same on all devices of one user', async () => {
    const mine = await joined(here, customer);
    const [list, device] = [await there.socket(provider.token), await there.socket(customer.token)];
    await mine.call('send_message', { chatId, message: 'to your list' });
    expect(
      await list.event('chat_updated', ({ last_message }) => last_message?.message === 'to your list'),
    ).toMatchObject({
      unread: 1,
    });
    await mine.call('set_chat_prefs', { chatId, pinned: true });
    await device.event('chat_updated', ({ prefs }) => prefs?.pinned === true);
  });

  it('[SV1][NO1] who has the chat open on another server gets no notification, and who has not gets one there', async () => {
    const mine = await joined(here, customer);
    const open = await joined(there, provider);
    // By then this server knows it too.
    await mine.event('user_joined', ({ userId }) => userId === provider.id);
    await mine.call('send_message', { chatId, message: 'seen' });
    await open.event('new_message');
    await open.call('leave_chat', { chatId });
    await mine.event('user_left', ({ userId }) => userId === provider.id);
    await mine.call('send_message', { chatId, message: 'not seen' });
    const notice = await open.event('notification');
    expect(notice).toMatchObject({ body: 'not seen' });
    expect(open.all('notification').filter(({ body }) => body === 'seen')).toEqual([]);
  });

  it('[SV1][DS1] a dispute that is opened on one server is told on the other', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    const opened = await mine.call('open_dispute', {
      chatId,
      reason: 'It does not work at all.',
    });
    expect(opened).toMatchObject({ ok: true });
    expect(await other.event('dispute_updated')).toMatchObject({ status: 'open' });
    await other.event('new_message', ({ sender_type }) => sender_type === 'system');
  });

  it('[SV2][RM8] a member who is removed through one server leaves the room on the other at once', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, provider)];
    expect((await here.rest(HOST, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`)).status).toBe(204);
    await expect.poll(() => other.all('left_chat'), SOON).toEqual([{ chatId }]);
    await mine.call('send_message', { chatId, message: 'among us' });
    await mine.event('new_message', ({ message }) => message === 'among us');
    expect(other.all('new_message').filter(({ message }) => message === 'among us')).toEqual([]);
  });

  it('[SV2][AD5] a user who is disabled through one server is gone from the other', async () => {
    const other = await joined(there, provider);
    expect((await here.rest(HOST, 'DELETE', `/api/admin/users/${provider.id}`)).status).toBe(204);
    await expect.poll(() => other.socket.connected, SOON).toBe(false);
    expect(other.all('error')).toMatchObject([{ code: 'unauthorized' }]);
  });

  it('[SV2] logging out everywhere closes connections of a host’s token on the other server', async () => {
    const other = await joined(there, provider);
    await here.rest(provider.token, 'POST', '/api/auth/logout', { everywhere: true });
    await expect.poll(() => other.socket.connected, SOON).toBe(false);
  });

  it('[SV3][LI2] the limit on sending holds over both servers and both doors', async () => {
    const [mine, other] = [await joined(here, customer), await joined(there, customer)];
    const answers: boolean[] = [];
    for (let n = 0; n < 6; n += 1) {
      answers.push((await mine.call('send_message', { chatId, message: `m${n}` })).ok);
      answers.push((await other.call('send_message', { chatId, message: `o${n}` })).ok);
    }
    expect(answers).not.toContain(false);
    for (const server of [here, there]) {
      const refused = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, {
        message: 'too many',
      });
      expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    }
    expect(await other.call('send_message', { chatId, message: 'too many' })).toMatchObject({ ok: false });
  });

  it('[SV4] the oldest of all connections of a user is displaced, on whichever server it is', async () => {
    const sockets: TestSocket[] = [];
    for (let n = 0; n < 21; n += 1) sockets.push(await (n % 2 === 0 ? here : there).socket(provider.token));
    await expect.poll(() => sockets[0]?.socket.connected, SOON).toBe(false);
    expect(sockets[0]?.all('error')).toMatchObject([{ code: 'displaced' }]);
    sockets.push(await here.socket(provider.token));
    await expect.poll(() => sockets[1]?.socket.connected, SOON).toBe(false);
    expect(sockets.slice(2).every(({ socket }) => socket.connected)).toBe(true);
  });
});

it('[SV4][LI6] connections from one address are counted over both servers', async () => {
  const limited = { ...env(), REDIS_PREFIX: 'another', LIMIT_CONNECTIONS_PER_ADDRESS: '3' };
  const [one, other] = await Promise.all([startTestServer(limited), startTestServer(limited)]);
  await Promise.all([knows(one, 2), knows(other, 2)]);
  const watcher = await one.socket(customer.token);
  await one.socket(customer.token);
  await hears(other, customer);
  await other.socket(provider.token);
  // What the other server says of its addresses comes before what it says of its users.
  await watcher.event('presence', ({ userId }) => userId === provider.id);
  await expect(one.socket(customer.token)).rejects.toThrow('websocket error');
  expect(await metric(one, 'chat_ratelimit_rejections_total', 'limiter="connections_per_address"')).toBe(1);
  await Promise.all([one.close(), other.close()]);
});
