import { afterEach, describe, expect, it } from 'vitest';
import { rawConnection } from './raw-connection.js';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;
afterEach(() => server.close());

async function valueOf(line: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0,
  );
}
const counted = (limiter: string) => valueOf(`chat_ratelimit_rejections_total{limiter="${limiter}"}`);

const handshake = async () => (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).status;
const times = <T>(count: number, act: () => Promise<T>) => Promise.all(Array.from({ length: count }, act));

describe('[OP6] a limit that was reached is counted', () => {
  it('of one connection: events, refusals, typing', async () => {
    server = await startTestServer({ LIMIT_EVENTS: '3,1/m', LIMIT_EVENT_REFUSALS: '4/m', LIMIT_TYPING: '1/m' });
    const [ann, bob] = [await server.user('customer'), await server.user('provider')];
    const chatId = await server.chat(ann, bob);
    const socket = await server.socket(ann.token);
    await socket.call('join_chat', { chatId });
    await times(2, () => socket.call('typing', { chatId, isTyping: true }));
    await times(4, () => socket.call('mark_read', { chatId }));
    expect([await counted('typing'), await counted('events'), await counted('event_refusals')]).toEqual([1, 4, 0]);
    socket.socket.emit('sync', {});
    await expect.poll(() => counted('event_refusals')).toBe(1);
  });

  it('of the door: connections of a user, frames, who never says who it is', async () => {
    server = await startTestServer({
      LIMIT_CONNECTIONS_PER_USER: '1',
      LIMIT_FRAME: '2KiB',
      LIMIT_UNAUTHENTICATED: '1s',
    });
    const ann = await server.user('customer');
    await server.socket(ann.token);
    await server.socket(ann.token);
    await expect.poll(() => counted('connections_per_user')).toBe(1);
    const raw = await rawConnection(server.port);
    raw.send('x'.repeat(4096));
    await raw.closed();
    await expect.poll(() => counted('frame')).toBe(1);
    expect(await counted('unauthenticated')).toBe(0);
    await (await rawConnection(server.port)).closed();
    await expect.poll(() => counted('unauthenticated')).toBe(1);
  });

  it.each([
    ['connections_per_address', { LIMIT_CONNECTIONS_PER_ADDRESS: '2' }, 429],
    ['connections', { LIMIT_CONNECTIONS: '2' }, 503],
    ['handshakes', { LIMIT_HANDSHAKES: '2,1/m' }, 503],
  ])('of the server: %s', async (limiter, limits, status) => {
    server = await startTestServer(limits);
    const statuses = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push(await handshake());
    expect(statuses.filter((one) => one === status)).toHaveLength(3);
    expect(await counted(limiter)).toBe(3);
  });

  it('of messages that wait for the writer', async () => {
    server = await startTestServer({ LIMIT_APPEND_QUEUE: '1' });
    const [ann, bob] = [await server.user('customer'), await server.user('provider')];
    const chatId = await server.chat(ann, bob);
    const socket = await server.socket(ann.token);
    const sent = await times(50, () => socket.call('send_message', { chatId, message: 'x' }));
    const refused = sent.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(await counted('append_queue')).toBe(refused.length);
  });

  it('of calls that wait for a connection of the database', async () => {
    server = await startTestServer({ LIMIT_POOL_QUEUE: '1', REALTIME_POOL_SIZE: '1' });
    const calls = await Promise.allSettled(Array.from({ length: 9 }, () => server.database.realtime.query('select 1')));
    expect(calls.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(await counted('pool_queue')).toBeGreaterThan(0);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
      /chat_db_pool_wait_seconds_count\{pool="realtime"\} [1-9]/,
    );
  });

  it('[GC4] without room, messages are refused before they are read, as they would be otherwise', async () => {
    server = await startTestServer({ LIMIT_APPEND_QUEUE: '1', MESSAGE_WRITERS: '1' });
    const [ann, bob] = [await server.user('customer'), await server.user('provider')];
    const chatId = await server.chat(ann, bob);
    const socket = await server.socket(ann.token);
    const sent = await times(50, () => socket.call('send_message', { chatId, message: 'x' }));
    const refused = sent.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(10);
    for (const answer of refused)
      expect(answer).toEqual({
        ok: false,
        error: { code: 'unavailable', message: expect.any(String), retry_after_ms: 1000 },
      });
    expect(await counted('append_queue')).toBe(refused.length);
    expect(await socket.call('send_message', { chatId, message: 'there is room again' })).toMatchObject({ ok: true });
  });

  it('[OP2] of the database: statements and locks that took too long', async () => {
    // Statements of the server's own are short of that: none of them may be among those that are counted.
    server = await startTestServer({ LIMIT_STATEMENT: '600ms', LIMIT_LOCK: '200ms' });
    const { realtime, pooled } = server.database;
    const other = await realtime.connect('test');
    await other.query('select pg_advisory_lock(1)', []);
    const run = (text: string) => realtime.query(text).then(String, String);
    await Promise.all([
      run('select pg_sleep(9)'),
      run('select pg_advisory_lock(1)'),
      run('select 1'),
      run('select 1/0'),
    ]);
    await other.query('select pg_sleep(9)', []).catch(() => undefined);
    await pooled.query('select pg_sleep(9)').catch(() => undefined);
    expect(await valueOf('chat_db_timeouts_total{kind="statement"}')).toBe(3);
    expect(await valueOf('chat_db_timeouts_total{kind="lock"}')).toBe(1);
    await other.close();
  });
});
