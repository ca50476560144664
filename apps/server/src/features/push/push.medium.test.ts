import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { type PushService, startPushService } from './testing/push-service.js';

let service: PushService;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  service = await startPushService();
  server = await startTestServer({ OUTGOING_ALLOW: '127.0.0.1', SERVICE_TOKEN: 'the-host-of-the-tests-0123456789' });
});
afterAll(async () => {
  await server.close();
  await service.stop();
});
beforeEach(async () => {
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo' });
  chatId = await server.chat(customer, provider);
});
afterEach(() => service.answer(null));

const doors = ['socket', 'rest'] as const;
type Door = (typeof doors)[number];

/** One command over a door; what REST answers, and what an acknowledgement carries. */
async function call(
  door: Door,
  user: TestUser,
  command: string,
  input: object,
  key: string,
  method: string,
  path: string,
) {
  if (door === 'rest') {
    const { status, body } = await server.rest(user.token, method, path, method === 'GET' ? undefined : input);
    return status < 300 ? body : { error: body };
  }
  const device = await server.socket(user.token);
  const answer = await device.call(command, input);
  device.close();
  return answer.ok ? answer[key] : { error: answer.error };
}

const list = (user: TestUser, door: Door = 'rest') =>
  call(door, user, 'list_push_subscriptions', {}, 'push', 'GET', '/api/push/subscriptions');
const subscribe = (user: TestUser, subscription: object, door: Door = 'rest') =>
  call(door, user, 'add_push_subscription', subscription, 'subscription', 'POST', '/api/push/subscriptions');

/** A browser of this user that gets pushes. */
async function browser(user: TestUser, more: object = {}, door: Door = 'rest') {
  const { public_key } = await list(user);
  const device = service.device(public_key);
  const made = await subscribe(user, { ...device.subscription, ...more }, door);
  return { ...device, id: made.id as string, made };
}

const send = async (message: string, user = customer) =>
  (await server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message })).body;
const steps = async (user: TestUser) =>
  (
    await server.database.pooled.query<{ step: string; why: string | null }>(
      `select step, detail ->> 'why' as why from delivery_hops where user_id = $1 order by id`,
      [user.id],
    )
  ).map(({ step, why }) => (why === null ? step : `${step}: ${why}`));
const makeDue = () => server.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');

describe.each(doors)('a browser that subscribed over the door %s', (door) => {
  it('[PU1][PU2] gets each message, encrypted for it alone, signed by the server, one notification per chat', async () => {
    const device = await browser(provider, { label: 'Firefox on Linux', locale: 'en' }, door);
    expect(device.made).toEqual({
      id: expect.any(String),
      kind: 'web',
      label: 'Firefox on Linux',
      here: false,
      created_at: expect.any(String),
      sent_at: null,
      failed: null,
    });
    await send('Are you coming?');
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(1);
    expect(device.got()[0]).toMatchObject({
      kind: 'show',
      tag: `chat:${chatId}`,
      seq: 1,
      title: 'Carla',
      body: 'Are you coming?',
      path: `/chats/${chatId}?m=1`,
    });
    const [push] = service.received.slice(-1);
    expect(push?.headers).toMatchObject({
      urgency: 'high',
      ttl: '259200',
      topic: expect.stringMatching(/^[\w-]{32}$/),
    });
    await send('Or tomorrow?');
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(2);
    expect(device.got()[1]).toMatchObject({
      tag: `chat:${chatId}`,
      seq: 2,
      title: 'Carla (2 new messages)',
      body: 'Or tomorrow?',
    });
    expect((await list(provider, door)).subscriptions).toMatchObject([{ id: device.id, sent_at: expect.any(String) }]);
  });

  it('[PU3] is removed by its user alone, and gets nothing then', async () => {
    const device = await browser(provider, {}, door);
    const remove = (user: TestUser) =>
      door === 'rest'
        ? server.rest(user.token, 'DELETE', `/api/push/subscriptions/${device.id}`).then(({ status }) => status)
        : call(door, user, 'remove_push_subscription', { subscriptionId: device.id }, '', '', '').then((answer) =>
            answer === undefined ? 204 : 404,
          );
    expect(await remove(customer)).toBe(404);
    expect(await remove(provider)).toBe(204);
    expect(await remove(provider)).toBe(404);
    await send('Hello?');
    const other = await browser(provider);
    await send('Hello again?');
    await expect.poll(other.got, { timeout: 5000 }).not.toEqual([]);
    expect(device.got()).toEqual([]);
  });

  it('[PU9] is tried out by its user, who learns what came of it', async () => {
    const device = await browser(provider, { locale: 'es' }, door);
    const input = door === 'rest' ? {} : { subscriptionId: device.id };
    const path = `/api/push/subscriptions/${device.id}/test`;
    const test = (user: TestUser) => call(door, user, 'test_push', input, 'test', 'POST', path);
    expect(await test(provider)).toEqual({ result: 'sent', why: 'HTTP 201' });
    expect(device.got()).toMatchObject([{ tag: 'test', title: 'Este dispositivo recibe avisos' }]);
    service.answer(() => ({ status: 500 }));
    expect(await test(provider)).toEqual({ result: 'later', why: 'HTTP 500' });
    expect((await list(provider, door)).subscriptions).toMatchObject([{ failed: 'HTTP 500' }]);
    expect(await test(customer)).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('pushes', () => {
  it('[PU4] show neither who wrote nor what where the user wishes that, in the language of the device', async () => {
    const device = await browser(provider, { locale: 'es-MX' });
    await server.rest(provider.token, 'PUT', '/api/notifications/preferences', { preview: false });
    await send('secret words');
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(1);
    expect(device.got()[0]).toMatchObject({ title: 'STM Chat', body: '1 mensaje nuevo', locale: 'es' });
    expect(JSON.stringify(device.got())).not.toMatch(/secret|Carla/);
  });

  it('[PU5] to a device that its push service does not know any more are the last ones: it is removed', async () => {
    const [gone, dropped, kept] = [await browser(provider), await browser(provider), await browser(provider)];
    gone.unsubscribe();
    service.answer((name) => ({ status: name === dropped.name ? 410 : 201 }));
    await send('one');
    await expect.poll(kept.got, { timeout: 5000 }).toHaveLength(1);
    await expect
      .poll(async () => (await list(provider)).subscriptions.map(({ id }: { id: string }) => id), { timeout: 5000 })
      .toEqual([kept.id]);
    expect(await steps(provider)).toEqual(
      expect.arrayContaining(['gone: HTTP 404', 'gone: HTTP 410', 'sent: HTTP 201']),
    );
  });

  it('[PU6] that a push service did not take are tried again, not before it wants', async () => {
    const device = await browser(provider);
    service.answer(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    await send('one');
    await expect.poll(() => steps(provider), { timeout: 5000 }).toContain('later: HTTP 429');
    const wait = async () =>
      (
        await server.database.pooled.query<{ s: number }>(
          `select extract(epoch from run_at - now())::float8 as s from stm_chat_jobs.jobs where task_identifier = 'delivery_send'`,
        )
      )[0]?.s;
    await expect.poll(wait, { timeout: 5000 }).toBeGreaterThan(100);
    service.answer(null);
    await expect.poll(async () => (await makeDue()) && device.got(), { timeout: 8000 }).toHaveLength(1);
  });

  it('[PU7] are closed on the other devices when the chat is read on one', async () => {
    const device = await browser(provider);
    await send('one');
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(1);
    await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {});
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(2);
    expect(device.got()[1]).toMatchObject({ kind: 'close', tag: `chat:${chatId}`, seq: 1, title: '', body: '' });
    expect(service.received.at(-1)?.headers).toMatchObject({ urgency: 'low' });
  });

  it('[PU8] end with the login that made the device, in the moment of the logout, and with the user', async () => {
    await server.rest('the-host-of-the-tests-0123456789', 'POST', '/api/admin/users', {
      email: 'ola@example.com',
      name: 'Ola',
      role: 'provider',
      password: 'a-long-password-of-ola',
    });
    const login = async () =>
      (
        await server.rest(null, 'POST', '/api/auth/login', {
          email: 'ola@example.com',
          password: 'a-long-password-of-ola',
        })
      ).body;
    const [one, other] = [await login(), await login()];
    const ola: TestUser = { id: one.user.id, role: 'provider', token: one.token };
    const first = await browser(ola);
    const second = await browser({ ...ola, token: other.token });
    expect(first.made.here).toBe(true);
    await server.rest(one.token, 'POST', '/api/auth/logout', {});
    expect((await list({ ...ola, token: other.token })).subscriptions).toMatchObject([{ id: second.id }]);
    chatId = await server.chat(customer, ola);
    await send('one');
    await expect.poll(second.got, { timeout: 5000 }).toHaveLength(1);
    await server.rest('the-host-of-the-tests-0123456789', 'PUT', `/api/admin/users/${ola.id}`, { disabled: true });
    await send('two');
    expect(await server.database.pooled.query('select from push_subscriptions where user_id = $1', [ola.id])).toEqual(
      [],
    );
    expect([first.got().length, second.got().length]).toEqual([0, 1]);
  });

  it('[PU10] go to addresses of the internet alone', async () => {
    const { public_key } = await list(provider);
    const { keys } = service.device(public_key).subscription;
    // Allowed are 127.0.0.1 and nothing else beside the internet.
    const inside = await subscribe(provider, { kind: 'web', endpoint: 'https://127.0.0.2/push/x', keys });
    await send('one');
    await expect.poll(() => steps(provider), { timeout: 5000 }).toContain('refused: address not allowed');
    expect((await list(provider)).subscriptions).toMatchObject([{ id: inside.id, failed: 'address not allowed' }]);
    for (const endpoint of ['ftp://127.0.0.1/x', 'https://a:b@push.example/x', 'nothing']) {
      expect(await subscribe(provider, { kind: 'web', endpoint, keys })).toMatchObject({
        error: { code: 'invalid_payload', detail: expect.stringContaining('endpoint') },
      });
    }
  });

  it('[PU11] of a device that somebody else uses now go to that one alone', async () => {
    const device = await browser(customer);
    await subscribe(provider, device.subscription);
    expect((await list(customer)).subscriptions).toEqual([]);
    await send('one');
    await send('two', provider);
    await expect.poll(device.got, { timeout: 5000 }).toMatchObject([{ body: 'one' }]);
    expect((await steps(customer)).filter((step) => step.startsWith('sent'))).toEqual([]);
  });

  it('[PU12] are confirmed by the device, with the token that came along', async () => {
    const device = await browser(provider);
    await send('one');
    await expect.poll(device.got, { timeout: 5000 }).toHaveLength(1);
    const token = device.got()[0]?.receipt ?? '';
    await expect.poll(() => steps(provider), { timeout: 5000 }).toContain('sent: HTTP 201');
    expect((await server.rest(null, 'POST', '/api/push/receipts', { token, did: 'shown' })).status).toBe(204);
    const forged = `${token.slice(0, -4)}AAAA`;
    expect((await server.rest(null, 'POST', '/api/push/receipts', { token: forged, did: 'shown' })).status).toBe(404);
    expect((await steps(provider)).filter((step) => step.startsWith('shown'))).toEqual(['shown: shown']);
  });

  it('[PU4][LN2] to an LSM are written down as read for what they show, and for nothing where they show nothing', async () => {
    const lsm = await server.user('lsm', { name: 'Lena', region: 'push-north' });
    const party = await server.user('customer', { region: 'push-north' });
    chatId = await server.chat(party, provider);
    const { body: dispute } = await server.rest(party.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'Late',
    });
    const { body: joined } = await server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/join`);
    const lane = joined.lanes.find((one: { lane: string }) => one.lane === 'customer').chatId;
    const device = await browser(lsm);
    const toLsm = async (text: string) =>
      (await server.rest(party.token, 'POST', `/api/chat/${lane}/messages`, { message: text })).body.seq as number;
    const reads = () =>
      server.database.pooled.query<{ from_seq: number; to_seq: number }>(
        'select * from lsm_reads where chat_id = $1 and user_id = $2',
        [lane, lsm.id],
      );
    await server.rest(lsm.token, 'PUT', '/api/notifications/preferences', { preview: false });
    await toLsm('a word that is not shown');
    await expect
      .poll(() => device.got().filter(({ tag }) => tag === `chat:${lane}`), { timeout: 8000 })
      .toHaveLength(1);
    expect(JSON.stringify(device.got())).not.toContain('a word that');
    expect(await reads()).toEqual([]);
    await server.rest(lsm.token, 'PUT', '/api/notifications/preferences', { preview: true });
    await toLsm('a word that is shown');
    await expect.poll(() => device.got().at(-1)?.body, { timeout: 8000 }).toBe('a word that is shown');
    expect(await reads()).toHaveLength(1);
  });

  it('[PU10][PU6] are not led elsewhere by what a push service answers, and wait for no answer that does not end', async () => {
    const device = await browser(provider);
    service.answer(() => ({ status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } }));
    await send('one');
    await expect.poll(() => steps(provider), { timeout: 8000 }).toContain('refused: HTTP 307');
    service.answer(() => ({ status: 201, headers: { 'x-filler': 'x'.repeat(60_000) } }));
    await send('two');
    await expect.poll(() => steps(provider), { timeout: 8000 }).toContain('later: no answer');
    expect(device.got().some(({ kind }) => kind === 'close')).toBe(false);
  });

  it('[PU11] are nobody else’s to see, to try out or to remove: a device is known to its user alone', async () => {
    const device = await browser(provider);
    const asked = [
      await server.rest(customer.token, 'POST', `/api/push/subscriptions/${device.id}/test`),
      await server.rest(customer.token, 'DELETE', `/api/push/subscriptions/${device.id}`),
      await server.rest(customer.token, 'DELETE', '/api/push/subscriptions/0190a1b2-0000-7000-8000-000000000001'),
    ];
    expect(asked.map(({ status, body }) => [status, body.message])).toEqual(
      Array.from({ length: 3 }, () => [404, asked[2]?.body.message]),
    );
    expect(JSON.stringify((await list(provider)).subscriptions)).not.toContain(device.subscription.endpoint);
    expect((await list(provider)).subscriptions).toHaveLength(1);
  });
});
