import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FaultyProxy, faultyProxy } from '../database/testing/faulty-proxy.js';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { noMetrics } from '../kernel/metrics.js';
import { systemClock } from '../kernel/clock.js';
import { silentLogger } from '../ops/pino-logger.js';
import { TEST_SECRET } from '../testing/host-token.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../testing/test-server.js';
import { ClusterBus } from './cluster-bus.js';
import { Sealer } from './envelope.js';
import { RedisLink } from './redis-link.js';
import { knows, metric, nodeEnv, pubsub } from './testing/nodes.js';
import { type RedisServer, startRedis } from './testing/redis-server.js';

// Two servers and a real redis-server, which breaks; the second one's line to it can be cut.
const HEALS_MS = 10_000;
const CHANNEL = 'stm-chat:bus';

let database: TestDatabase;
let redis: RedisServer;
let line: FaultyProxy;
let here: TestServer;
let there: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
let mine: TestSocket;
let other: TestSocket;

const env = (redisUrl: string) => nodeEnv(database, redisUrl);

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  line = await faultyProxy(redis.url);
  [here, there] = await Promise.all([startTestServer(env(redis.url)), startTestServer(env(line.url))]);
  await Promise.all([knows(here, 2), knows(there, 2)]);
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await line.close();
  await redis.close();
  await database.drop();
});
beforeEach(async () => {
  [customer, provider] = await Promise.all([here.user('customer'), there.user('provider')]);
  chatId = await here.chat(customer, provider);
  mine = await here.socket(customer.token);
  other = await there.socket(provider.token);
  await Promise.all([mine, other].map((socket) => socket.call('join_chat', { chatId })));
});

let written = 0;
async function write(message = `m${(written += 1)}`): Promise<string> {
  expect(await mine.call('send_message', { chatId, message })).toMatchObject({ ok: true });
  return message;
}

const texts = (socket: TestSocket) => socket.all('new_message').map(({ message }) => message);

/** How long a look may take to succeed. */
const within = (timeout: number) => ({ timeout, interval: 50 });
/** After the line is whole again. */
const COMPLETE_MS = 5000;

async function readiness(server: TestServer) {
  const answer = await fetch(`${server.url}/health/ready`);
  return { status: answer.status, others: (await answer.json()).checks.other_servers };
}

describe('Redis that breaks', () => {
  it('[SV5] killed and started again: degraded and ready meanwhile, complete within 5 s after', async () => {
    const all = [await write()];
    await expect.poll(() => texts(other), within(COMPLETE_MS)).toEqual(all);
    await redis.kill();
    await Promise.all([pubsub(here, 0, 5000), pubsub(there, 0, 5000)]);
    expect(await readiness(here)).toEqual({ status: 200, others: 'degraded' });
    all.push(await write(), await write());
    expect(texts(mine)).toEqual(all);
    await redis.start();
    await Promise.all([pubsub(here, 1, HEALS_MS), pubsub(there, 1, HEALS_MS)]);
    await expect.poll(() => texts(other), within(COMPLETE_MS)).toEqual(all);
    expect(await readiness(there)).toEqual({ status: 200, others: 'ok' });
    all.push(await write());
    await expect.poll(() => texts(other), within(1000)).toEqual(all);
  });

  it('[SV5] hanging (SIGSTOP): noticed without an end of the connection, healed by itself', async () => {
    redis.hang(true);
    await Promise.all([pubsub(here, 0, 6000), pubsub(there, 0, 6000)]);
    const all = [await write(), await write()];
    redis.hang(false);
    await Promise.all([pubsub(here, 1, HEALS_MS), pubsub(there, 1, HEALS_MS)]);
    await expect.poll(() => texts(other), within(COMPLETE_MS)).toEqual(all);
    all.push(await write());
    await expect.poll(() => texts(other), within(1000)).toEqual(all);
  });

  it('[SV5] connections killed by an administrator (CLIENT KILL) come back, and nothing is missing', async () => {
    const all = [await write()];
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal');
    for (let n = 0; n < 5; n += 1) all.push(await write());
    await expect.poll(() => texts(other), within(HEALS_MS)).toEqual(all);
    await Promise.all([pubsub(here, 1, HEALS_MS), pubsub(there, 1, HEALS_MS)]);
  });

  it('[SV5][SV3] one server cut off, half-open: it serves, counts alone, and has everything within 5 s of healing', async () => {
    line.swallow(true);
    await pubsub(there, 0, 6000);
    const all: string[] = [];
    for (let n = 0; n < 20; n += 1) all.push(await write());
    expect(await other.call('send_message', { chatId, message: 'from the one that is cut off' })).toMatchObject({
      ok: true,
    });
    line.swallow(false);
    await pubsub(there, 1, HEALS_MS);
    await expect.poll(() => texts(other), within(COMPLETE_MS)).toEqual([...all, 'from the one that is cut off']);
    await expect.poll(() => texts(mine), { timeout: 5000 }).toEqual([...all, 'from the one that is cut off']);
    expect(await metric(here, 'chat_pubsub_up')).toBe(1);
  });

  it('[SV7] the users of a server that is not heard any more are offline after 20 s, and it is no node any more', async () => {
    // Told by an event, or by the summary when the provider was there first.
    await expect
      .poll(async () => {
        const { body } = await here.rest(customer.token, 'GET', `/api/chat/${chatId}`);
        return body.members.find(({ userId }: { userId: number }) => userId === provider.id).online;
      }, within(COMPLETE_MS))
      .toBe(true);
    line.refuse(true);
    await expect
      .poll(() => mine.all('presence').some(({ userId, online }) => userId === provider.id && !online), {
        timeout: 20_000,
      })
      .toBe(true);
    expect(await metric(here, 'chat_cluster_nodes')).toBe(1);
    line.refuse(false);
    await pubsub(there, 1, HEALS_MS);
    await Promise.all([knows(here, 2), knows(there, 2)]);
    await expect
      .poll(
        () =>
          mine
            .all('presence')
            .filter(({ userId }) => userId === provider.id)
            .at(-1)?.online,
        { timeout: 5000 },
      )
      .toBe(true);
  }, 60_000);
});

describe('bytes that no server sent', () => {
  const refused = (reason: string) => metric(there, 'chat_bus_refused_total', `reason="${reason}"`);
  const grows = async (reason: string, bytes: Buffer) => {
    const before = (await refused(reason)) || 0;
    await redis.publish(CHANNEL, bytes);
    await expect.poll(() => refused(reason)).toBeGreaterThan(before);
  };
  const attack = (secret: string) =>
    new Sealer(secret, null).seal({
      sender: 'ab'.repeat(16),
      counter: 1,
      items: [{ topic: 'act', body: JSON.stringify(['users', [provider.id], 'error', { code: 'x', message: 'boo' }]) }],
    });

  it('[SV6] forged, malformed, cut, oversized, of another version: counted, told to nobody, and everything goes on', async () => {
    await grows('forged', attack('a secret that somebody guessed wrongly'));
    await grows('malformed', Buffer.from([1, 2, 3]));
    await grows('oversized', Buffer.alloc(3 * 1024 * 1024, 1));
    const genuine = attack(TEST_SECRET);
    await grows('version', Buffer.concat([Buffer.from([9]), genuine.subarray(1)]));
    await grows('forged', genuine.subarray(0, -3));
    const altered = Buffer.from(genuine);
    altered.writeUInt8(altered.readUInt8(60) ^ 1, 60);
    await grows('forged', altered);
    // Signed as it has to be, but by nobody who can prove that it lives.
    await redis.publish(CHANNEL, genuine);
    const all = [await write()];
    await expect.poll(() => texts(other), within(1000)).toEqual(all);
    expect(other.all('error')).toEqual([]);
    expect(await metric(there, 'chat_cluster_nodes')).toBe(2);
  });

  it('[SV6] what was sent before changes nothing the second time, nor at a server that starts later', async () => {
    const tap = await redis.listen(CHANNEL);
    await mine.call('typing', { chatId, isTyping: true });
    await other.event('user_typing');
    const frames = [...tap.frames];
    tap.stop();
    for (const frame of frames) await redis.publish(CHANNEL, frame);
    await expect.poll(() => refused('replayed')).toBeGreaterThan(0);
    expect(other.all('user_typing')).toHaveLength(1);

    await mine.call('typing', { chatId, isTyping: false });
    const later = await startTestServer(env(redis.url));
    const reader = await later.socket(provider.token);
    await reader.call('join_chat', { chatId });
    for (const frame of frames) await redis.publish(CHANNEL, frame);
    const all = [await write()];
    await reader.event('new_message', ({ message }) => message === all[0]);
    expect(reader.all('user_typing').filter(({ isTyping }) => isTyping)).toEqual([]);
    await later.close();
  });

  it('[SV6] a server of another build says what this one does not understand: that alone is dropped', async () => {
    const link = new RedisLink({ url: redis.url, prefix: 'stm-chat', clock: systemClock, logger: silentLogger });
    const parts = { link, clock: systemClock, logger: silentLogger, metrics: noMetrics };
    const bus = new ClusterBus({ ...parts, secret: TEST_SECRET, previousSecret: null });
    await bus.open(3000);
    await knows(there, 3);
    await expect.poll(() => bus.peers.length).toBe(2);
    const any = z.unknown();
    bus.send({ name: 'messages', schema: any }, { chatId, memberIds: 'all', messages: [{ seq: -1 }] });
    bus.send({ name: 'act', schema: any }, ['dance', 1]);
    // Of an event it has to be what that event carries; what another build adds to it goes along.
    bus.send({ name: 'act', schema: any }, ['users', [provider.id], 'presence', { userId: 'somebody', online: 1 }]);
    const known = { userId: customer.id, online: true, last_seen: null, mood: 'of tomorrow' };
    bus.send({ name: 'act', schema: any }, ['users', [provider.id], 'presence', known]);
    bus.send({ name: 'a topic of tomorrow', schema: any }, { new: true });
    bus.send({ name: 'roster', schema: any }, []);
    await expect.poll(() => refused('unreadable')).toBeGreaterThanOrEqual(4);
    expect(await other.event('presence', ({ mood }) => mood !== undefined)).toEqual(known);
    expect(other.all('presence').filter(({ userId }) => userId === 'somebody')).toEqual([]);
    const all = [await write()];
    await expect.poll(() => texts(other), within(1000)).toEqual(all);
    await bus.close();
    await knows(there, 2);
  });
});
