import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { type TestClock, testClock } from '../../testing/test-clock.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';

const HOST = 'the-host-of-the-tests-0123456789';

let clock: TestClock;
let server: TestServer;
let ada: TestUser;
let bob: TestUser;
let chatId: string;
beforeAll(async () => {
  clock = testClock(Date.now());
  server = await startTestServer({ SERVICE_TOKEN: HOST }, { clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  ada = await server.user('customer', { name: 'Ada' });
  bob = await server.user('provider', { name: 'Bob' });
  chatId = await server.chat(ada, bob);
});

const about = (user: TestUser, online?: boolean) => (event: { userId: number; online: boolean }) =>
  event.userId === user.id && (online === undefined || event.online === online);

const heard = (device: TestSocket, user: TestUser) => device.all('presence').filter(about(user));

/** Ada as Bob's summary of the chat shows her. */
async function adaInSummary() {
  const { body } = await server.rest(bob.token, 'GET', `/api/chat/${chatId}`);
  return body.members.find(({ userId }: { userId: number }) => userId === ada.id);
}

/** Waits until the server has noticed that no device of the user is connected. */
async function gone(user: TestUser): Promise<void> {
  await expect.poll(() => server.app.get<Connections>(CONNECTIONS).isOnline(user.id)).toBe(false);
}

describe('presence', () => {
  it('[PS1][ME2] goes to people who share an open chat, and to nobody else', async () => {
    const stranger = await server.user('provider');
    const former = await server.user('provider');
    const closed = await server.chat(ada, former);
    const removed = await server.user('provider');
    const left = await server.chat(ada, removed);
    await server.rest(HOST, 'POST', `/api/admin/chats/${closed}/close`);
    await server.rest(HOST, 'DELETE', `/api/admin/chats/${left}/members/${removed.id}`);
    const device = await server.socket(bob.token);
    const others = await Promise.all([stranger, former, removed].map(({ token }) => server.socket(token)));
    const own = await server.socket(ada.token);
    expect(await device.event('presence', about(ada))).toEqual({
      userId: ada.id,
      online: true,
      last_seen: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    own.close();
    await gone(ada);
    clock.advance(10_000);
    await device.event('presence', about(ada, false));
    expect([own, ...others].flatMap((other) => heard(other, ada))).toEqual([]);
  });

  it('[PS2][PS3] ends 10 s after the last device went; the summary and the event agree all the while', async () => {
    const device = await server.socket(bob.token);
    const [first, second] = [await server.socket(ada.token), await server.socket(ada.token)];
    const came = await device.event('presence', about(ada, true));
    expect(await adaInSummary()).toMatchObject({ online: true, last_seen: came.last_seen });
    clock.advance(60_000);
    first.close();
    second.close();
    await gone(ada);
    const wentAt = new Date(clock.now()).toISOString();
    clock.advance(9999);
    expect(await adaInSummary()).toMatchObject({ online: true });
    expect(heard(device, ada)).toHaveLength(1);
    clock.advance(1);
    const went = await device.event('presence', about(ada, false));
    expect(went).toEqual({ userId: ada.id, online: false, last_seen: wentAt });
    expect(await adaInSummary()).toMatchObject({ online: false, last_seen: wentAt });
    const sync = await device.call('sync', { chats: [{ chatId, revision: 0 }] });
    expect(sync.chats[0].members[0]).toMatchObject({ userId: ada.id, online: false, last_seen: wentAt });
  });

  it('[PS2] tells nothing of a device that comes back within 10 s, nor of a second one', async () => {
    const device = await server.socket(bob.token);
    let own = await server.socket(ada.token);
    await device.event('presence', about(ada, true));
    for (let turn = 0; turn < 3; turn += 1) {
      own.close();
      await gone(ada);
      clock.advance(9000);
      own = await server.socket(ada.token);
      clock.advance(9000);
    }
    const second = await server.socket(ada.token);
    second.close();
    clock.advance(60_000);
    own.close();
    await gone(ada);
    clock.advance(10_000);
    await device.event('presence', about(ada, false));
    expect(heard(device, ada)).toHaveLength(2);
  });

  it('[PS1] reaches everybody who shares a chat, once', async () => {
    const customers = await Promise.all(Array.from({ length: 12 }, () => server.user('customer')));
    for (const customer of customers) await server.chat(customer, bob);
    const devices = await Promise.all(customers.map(({ token }) => server.socket(token)));
    const own = await server.socket(bob.token);
    for (const device of devices) await device.event('presence', about(bob, true));
    own.close();
    await gone(bob);
    clock.advance(10_000);
    for (const device of devices) await device.event('presence', about(bob, false));
    expect(devices.map((device) => heard(device, bob).length)).toEqual(devices.map(() => 2));
  });
});

describe('last seen', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const start = (now: number) => {
    const time = testClock(now);
    return startTestServer({ DATABASE_URL: database.url, SERVICE_TOKEN: HOST }, { clock: time }).then((one) => ({
      one,
      time,
    }));
  };

  it('[PS4] survives a restart, also of people who were online, and is noted now and then against kill -9', async () => {
    const { one, time } = await start(Date.now());
    const person = await one.user('customer', { id: 501 });
    const peer = await one.user('provider', { id: 502 });
    const chat = await one.chat(person, peer);
    await one.socket(person.token);
    const seen = async () => {
      const [row] = await database.database.pooled.query<{ at: Date }>(
        'select last_seen_at as at from presence where user_id = 501',
      );
      return row?.at.getTime() ?? 0;
    };
    const cameAt = time.now();
    await expect.poll(seen).toBe(cameAt);
    time.advance(300_000);
    await expect.poll(seen).toBe(cameAt + 300_000);
    time.advance(60_000);
    await one.close();
    const { one: next } = await start(time.now() + 3_600_000);
    const { body } = await next.rest(peer.token, 'GET', `/api/chat/${chat}`);
    expect(body.members[0]).toMatchObject({
      userId: 501,
      online: false,
      last_seen: new Date(cameAt + 360_000).toISOString(),
    });

    expect((await next.rest(HOST, 'DELETE', '/api/admin/users/501')).status).toBe(204);
    expect(await seen()).toBe(0);
    await next.close();
  });
});
