import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: 'the-host-of-the-tests-0123456789' });
});
afterAll(() => server.close());
beforeEach(async () => {
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo' });
  chatId = await server.chat(customer, provider);
});

/** Both doors do the same: each test takes one of them for its sends. */
const doors = ['socket', 'rest'] as const;
type Door = (typeof doors)[number];

async function send(door: Door, user: TestUser, message: string, chat = chatId): Promise<{ id: string; seq: number }> {
  if (door === 'rest') return (await server.rest(user.token, 'POST', `/api/chat/${chat}/messages`, { message })).body;
  const device = await server.socket(user.token);
  const answer = await device.call('send_message', { chatId: chat, message });
  device.close();
  return answer.message;
}

async function read(door: Door, device: TestSocket, user: TestUser): Promise<void> {
  if (door === 'rest') await server.rest(user.token, 'POST', `/api/chat/${chatId}/read`, {});
  else await device.call('mark_read', { chatId });
}

const list = async (user: TestUser, query = '') =>
  (await server.rest(user.token, 'GET', `/api/notifications${query}`)).body;
const unread = async (user: TestUser) =>
  (await list(user)).notifications.filter((one: { read_at: string | null }) => one.read_at === null);

/** Waits until the worker has told of everything that was sent. */
async function told(chat = chatId): Promise<void> {
  const behind = () =>
    server.database.pooled.query(
      'select from notification_marks k join chats c on c.id = k.chat_id where k.chat_id = $1 and k.told_seq < c.last_seq',
      [chat],
    );
  await expect.poll(behind, { timeout: 5000 }).toEqual([]);
}

describe.each(doors)('a message sent over the door %s', (door) => {
  it('[NO1][NO3][NO4] is told to the others’ devices and list as one notification per chat, which counts up', async () => {
    const devices = [await server.socket(provider.token), await server.socket(provider.token)];
    await send(door, customer, 'one');
    const first = await devices[0]?.event('notification');
    expect(first).toEqual({
      id: expect.any(String),
      type: 'message',
      chatId,
      title: 'Carla',
      body: 'one',
      count: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      read_at: null,
    });
    await send(door, customer, 'two');
    for (const device of devices) {
      const second = await device.event('notification', ({ count }) => count === 2);
      expect(second).toEqual({ ...first, body: 'two', count: 2, created_at: expect.any(String) });
      expect(await list(provider)).toEqual({ notifications: [second], next: null });
    }
    expect((await list(customer)).notifications).toEqual([]);
  });

  it('[NO2] is not told to its sender, to who has the chat open on any device, and to who has muted it', async () => {
    const sender = await server.socket(customer.token);
    const [open, other] = [await server.socket(provider.token), await server.socket(provider.token)];
    await open.call('join_chat', { chatId });
    await send(door, customer, 'while it is open');
    await told();
    await open.call('leave_chat', { chatId });
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/prefs`, { muted_until: '2999-01-01T00:00:00.000Z' });
    await send(door, customer, 'while it is muted');
    await told();
    expect([...sender.all('notification'), ...open.all('notification'), ...other.all('notification')]).toEqual([]);
    expect((await list(provider)).notifications).toEqual([]);

    // [NO8] Nothing of it comes later.
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/prefs`, { muted_until: null });
    await send(door, customer, 'now');
    expect(await other.event('notification')).toMatchObject({ body: 'now', count: 1 });
    expect(other.all('notification')).toHaveLength(1);
  });

  it('[NO5][UN4] that is read on one device is cleared on all of them, and what comes later is a new one', async () => {
    const [reading, other] = [await server.socket(provider.token), await server.socket(provider.token)];
    await send(door, customer, 'one');
    const raised = await other.event('notification');
    await read(door, reading, provider);
    const cleared = await other.event('notification', ({ read_at }) => read_at !== null);
    expect(cleared).toEqual({ ...raised, read_at: expect.any(String) });
    expect(await reading.event('notification', ({ read_at }) => read_at !== null)).toEqual(cleared);
    expect(await list(provider)).toEqual({ notifications: [cleared], next: null });
    await send(door, customer, 'two');
    const next = await other.event('notification', ({ body }) => body === 'two');
    expect(next).toMatchObject({ count: 1, read_at: null });
    expect(next.id).not.toBe(raised.id);
  });
});

describe('a notification', () => {
  it('[NO1] comes within a second, also while messages come one after the other', async () => {
    const device = await server.socket(provider.token);
    for (let count = 1; count <= 3; count += 1) {
      await send('rest', customer, `message ${count}`);
      const sentAt = performance.now();
      await device.event('notification', (one) => one.count === count);
      expect(performance.now() - sentAt).toBeLessThan(1000);
    }
  });

  it('[NO8] tells nothing of what was sent while the chat was muted', async () => {
    await send('rest', customer, 'before');
    await told();
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/prefs`, { muted_until: '2999-01-01T00:00:00.000Z' });
    for (const text of ['a', 'b', 'c']) await send('rest', customer, text);
    await told();
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/prefs`, { muted_until: null });
    expect(await unread(provider)).toMatchObject([{ body: 'before', count: 1 }]);
    await send('rest', customer, 'after');
    await told();
    expect(await unread(provider)).toMatchObject([{ body: 'after', count: 2 }]);
  });

  it('[NO9] is not raised for what was read before the worker looked', async () => {
    const blocker = await server.database.realtime.connect('test');
    await blocker.query('begin', []);
    // The worker reads only what is older than every running transaction: it cannot look yet.
    await blocker.query('select pg_current_xact_id()', []);
    const device = await server.socket(provider.token);
    await send('rest', customer, 'read at once');
    await read('rest', device, provider);
    await blocker.query('commit', []);
    await blocker.close();
    await told();
    expect((await list(provider)).notifications).toEqual([]);
    expect(device.all('notification')).toEqual([]);
  });

  it('[NO11][ED3] says what its newest message says now: edited, or without what was deleted', async () => {
    const device = await server.socket(provider.token);
    const kept = await send('rest', customer, 'kept');
    const gone = await send('rest', customer, 'secret');
    await device.event('notification', ({ count }) => count === 2);
    const author = await server.socket(customer.token);
    await author.call('delete_message', { chatId, messageId: gone.id });
    await device.event('notification', ({ count, body }) => count === 1 && body === 'kept');
    await author.call('edit_message', { chatId, messageId: kept.id, message: 'better' });
    await device.event('notification', ({ body }) => body === 'better');
    expect(await unread(provider)).toMatchObject([{ body: 'better', count: 1 }]);
    await author.call('delete_message', { chatId, messageId: kept.id });
    await device.event('notification', ({ read_at }) => read_at !== null);
    const { notifications } = await list(provider);
    expect(notifications).toMatchObject([{ body: '', count: 0 }]);
    expect(JSON.stringify(notifications)).not.toMatch(/secret|kept|better/);
  });

  it('[NO11] shows at most 120 code points, and the chat’s subject where the sender has no name', async () => {
    const nameless = await server.user('customer', { name: '' });
    const chat = await server.chat(nameless, provider, 'job of the nameless');
    await send('rest', nameless, '👍🏽'.repeat(100), chat);
    await told(chat);
    const [one] = (await list(provider)).notifications.filter((each: { chatId: string }) => each.chatId === chat);
    expect(one.body).toBe('👍🏽'.repeat(60));
    expect(one.title).toBe('Subject of job of the nameless');
  });

  it('[NO10][ME2] is gone with the seat, and does not come back with it', async () => {
    const host = 'the-host-of-the-tests-0123456789';
    const device = await server.socket(provider.token);
    await send('rest', customer, 'seen');
    await device.event('notification');
    await server.rest(host, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`);
    expect((await list(provider)).notifications).toEqual([]);
    const heard = device.all('notification').length;
    await send('rest', customer, 'said behind the back');
    await server.rest(host, 'POST', `/api/admin/chats/${chatId}/members`, { userId: provider.id, role: 'provider' });
    await told();
    expect((await list(provider)).notifications).toEqual([]);
    await send('rest', customer, 'welcome back');
    await device.event('notification', ({ body }) => body === 'welcome back');
    expect(await unread(provider)).toMatchObject([{ count: 1 }]);
    expect(device.all('notification')).toHaveLength(heard + 1);
  });

  it('[NO1] is not raised by the system', async () => {
    await server.rest('the-host-of-the-tests-0123456789', 'POST', `/api/admin/chats/${chatId}/close`);
    await told();
    expect([(await list(customer)).notifications, (await list(provider)).notifications]).toEqual([[], []]);
  });
});

describe('GET /api/notifications', () => {
  it('[NO3][CM9] gives mine, newest first, in pages', async () => {
    const chats = [chatId];
    for (let nth = 0; nth < 4; nth += 1) chats.push(await server.chat(customer, provider));
    for (const chat of chats) {
      await send('rest', customer, 'hello', chat);
      await told(chat);
    }
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const body = await list(provider, `?limit=2${cursor}`);
      seen.push(...body.notifications.map((one: { chatId: string }) => one.chatId));
      cursor = `&cursor=${body.next}`;
      expect(body.next === null).toBe(page === 2);
    }
    expect(seen).toEqual(chats.toReversed());
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=', 'what=else'])('[IN8][IN1] refuses ?%s', async (query) => {
    expect(await server.rest(provider.token, 'GET', `/api/notifications?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_payload' },
    });
  });

  it('needs a user', async () => {
    expect((await server.rest(null, 'GET', '/api/notifications')).status).toBe(401);
    expect((await server.rest(null, 'POST', '/api/notifications/read', { all: true })).status).toBe(401);
  });
});

describe('POST /api/notifications/read', () => {
  const mark = (user: TestUser, body: unknown) => server.rest(user.token, 'POST', '/api/notifications/read', body);

  it.each(['ids', 'chatId', 'all'] as const)(
    '[NO6] by %s marks mine on all my devices; the chat stays unread',
    async (by) => {
      const device = await server.socket(provider.token);
      await send('rest', customer, 'one');
      const { id } = await device.event('notification');
      const which = { ids: { ids: [id] }, chatId: { chatId }, all: { all: true } }[by];
      expect((await mark(provider, which)).status).toBe(204);
      expect(await device.event('notification', ({ read_at }) => read_at !== null)).toMatchObject({ id, count: 1 });
      expect(await unread(provider)).toEqual([]);
      expect((await server.rest(provider.token, 'GET', `/api/chat/${chatId}`)).body.unread).toBe(1);
      await send('rest', customer, 'two');
      expect(await device.event('notification', ({ body }) => body === 'two')).toMatchObject({
        count: 1,
        read_at: null,
      });
    },
  );

  it('[NO6][ER1] passes over what is not mine', async () => {
    await send('rest', customer, 'one');
    await told();
    const [{ id }] = await unread(provider);
    expect((await mark(customer, { ids: [id, '0190a1b2-0000-7000-8000-000000000001'] })).status).toBe(204);
    expect((await mark(customer, { chatId })).status).toBe(204);
    expect(await unread(provider)).toHaveLength(1);
  });

  it.each([
    {},
    { all: false },
    { all: true, chatId: '0190a1b2-0000-7000-8000-000000000001' },
    { ids: ['x'] },
    { ids: 'x' },
    { chatId: 7 },
    { everything: true },
  ])('[IN1][IN2][IN6] refuses %j', async (body) => {
    expect(await mark(provider, body)).toMatchObject({ status: 400, body: { code: 'invalid_payload' } });
  });
});
