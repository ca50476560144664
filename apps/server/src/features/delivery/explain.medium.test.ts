import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { type PushService, startPushService } from '../push/testing/push-service.js';

const SERVICE = 'the-host-of-the-tests-0123456789-abcdef';

let service: PushService;
let server: TestServer;
let admin: TestUser;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  service = await startPushService();
  server = await startTestServer({ OUTGOING_ALLOW: '127.0.0.1', SERVICE_TOKEN: SERVICE });
  admin = await server.user('admin');
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

async function device(user = provider) {
  const { body } = await server.rest(user.token, 'GET', '/api/push/subscriptions');
  const made = service.device(body.public_key);
  const more = { label: 'Firefox on Linux' };
  const { body: kept } = await server.rest(user.token, 'POST', '/api/push/subscriptions', {
    ...made.subscription,
    ...more,
  });
  return { ...made, id: kept.id as string };
}
const say = (message: string, chat = chatId) =>
  server.rest(customer.token, 'POST', `/api/chat/${chat}/messages`, { message });
const prefs = (change: object) => server.rest(provider.token, 'PUT', '/api/notifications/preferences', change);
const explain = (query = '', token = admin.token, user = provider.id) =>
  server.rest(token, 'GET', `/api/admin/users/${user}/deliveries${query}`);

interface Hop {
  readonly channel: string;
  readonly step: string;
  readonly why: string | null;
  readonly until: string | null;
}
/** The last notification's way, as an administrator reads it. */
const way = async (query = ''): Promise<string[]> => {
  const { body } = await explain(query);
  const hops: readonly Hop[] = body.deliveries[0]?.hops ?? [];
  return hops.map(({ step, why }) => (why === null ? step : `${step}: ${why}`));
};
async function until(expected: string): Promise<void> {
  await expect.poll(() => way(), { timeout: 8000 }).toContain(expected);
}

/** What waits is due now; nobody is at it. */
async function makeDue(change = ''): Promise<void> {
  const { pooled } = server.database;
  const locked = 'select from stm_chat_jobs._private_jobs where locked_at is not null';
  await expect.poll(() => pooled.query(locked), { timeout: 8000 }).toEqual([]);
  await pooled.query(`update stm_chat_jobs._private_jobs set run_at = now() ${change}`);
}

describe('why did my phone not ring?', () => {
  it('[DV6] says what keeps it from ringing as it stands now', async () => {
    const state = async (query = '') => (await explain(query)).body.state;
    expect(await state()).toMatchObject({ userId: provider.id, present: true, online: false, targets: [], chat: null });
    const { id } = await device();
    expect((await state()).targets).toEqual([
      { channel: 'push', id, label: `Firefox on Linux (web push at ${new URL(service.origin).host})` },
    ]);
    await prefs({ quiet_hours: { from: '00:00', to: '23:59' }, muted_until: '2999-01-01T00:00:00.000Z' });
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/notification-preferences`, { quiet_hours: 'none' });
    expect(await state()).toMatchObject({
      quiet_until: expect.any(String),
      prefs: { muted_until: expect.any(String) },
    });
    // In this chat no hour is quiet.
    expect(await state(`?chatId=${chatId}`)).toMatchObject({
      quiet_until: null,
      chat: { chatId, member: true, muted_until: null, last_seq: 0, read_seq: 0, told_seq: 0 },
    });
    const socket = await server.socket(provider.token);
    await expect.poll(async () => (await state()).online).toBe(true);
    socket.close();
    await server.rest(SERVICE, 'PUT', `/api/admin/users/${provider.id}`, { disabled: true });
    expect(await state()).toMatchObject({ present: false, targets: [] });
  });

  it('[DV6] hop by hop: held, refused by the service, tried again, taken, shown, taken back', async () => {
    const phone = await device();
    await prefs({ quiet_hours: { from: '00:00', to: '23:59' }, time_zone: 'UTC' });
    await say('a-text-that-nobody-may-read');
    await until('held: quiet_hours');
    const { body } = await explain();
    expect(body.deliveries[0].hops[0]).toMatchObject({ channel: 'push', target: null, until: expect.any(String) });
    await prefs({ quiet_hours: null });
    service.answer(() => ({ status: 503 }));
    await makeDue();
    await until('later: HTTP 503');
    service.answer(null);
    await makeDue();
    await until('sent: HTTP 201');
    await expect.poll(phone.got, { timeout: 5000 }).toHaveLength(1);
    const token = phone.got()[0]?.receipt ?? '';
    await server.rest(null, 'POST', '/api/push/receipts', { token, did: 'shown' });
    await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {});
    await until('withdrawn');
    expect(await way()).toEqual([
      'held: quiet_hours',
      'due',
      'begun',
      'later: HTTP 503',
      'begun',
      'sent: HTTP 201',
      'shown: shown',
      'withdrawn',
    ]);
    const { deliveries } = (await explain()).body;
    expect(deliveries).toMatchObject([{ type: 'message', chatId, read_at: expect.any(String) }]);
    const tries = deliveries[0].hops.filter(({ step }: Hop) => step === 'begun');
    expect(tries.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2]);
    expect(tries.every(({ target }: { target: string }) => target === phone.id)).toBe(true);
    expect(JSON.stringify((await explain()).body)).not.toContain('a-text-that');
  });

  it.each([
    ['everything is paused', { muted_until: '2999-01-01T00:00:00.000Z' }, 'dropped: muted'],
    ['pushes are off', { push: false }, 'dropped: channel_off'],
  ])('[DV6][NP6] names what somebody chose: %s', async (_what, change, expected) => {
    await device();
    await prefs(change);
    await say('hello');
    await expect.poll(() => way(), { timeout: 8000 }).toContain(expected);
  });

  it('[DV6][DV3] names a chat that is off, an address that may not be reached, and a device that is gone', async () => {
    const phone = await device();
    const other = await server.chat(customer, provider);
    await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/notification-preferences`, { push: false });
    await say('off here');
    await until('dropped: channel_off_in_chat');
    phone.unsubscribe();
    await say('there', other);
    await expect.poll(() => way(`?chatId=${other}`), { timeout: 8000 }).toContain('gone: HTTP 404');
    expect((await explain(`?chatId=${other}`)).body.deliveries).toHaveLength(1);
    expect((await explain()).body.state.targets).toEqual([]);
  });

  it('[DV6] comes in pages, to administrators and the host alone, of users and chats that there are', async () => {
    for (let n = 0; n < 3; n += 1) await say(`${n}`, await server.chat(customer, provider));
    await expect.poll(async () => (await explain()).body.deliveries.length, { timeout: 8000 }).toBe(3);
    const seen: string[] = [];
    for (let next: string | null = '', turns = 0; next !== null && turns < 5; turns += 1) {
      const { body } = await explain(`?limit=2${next === '' ? '' : `&cursor=${next}`}`, SERVICE);
      seen.push(...body.deliveries.map(({ notification_id: id }: { notification_id: string }) => id));
      next = body.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
    for (const token of [customer.token, provider.token, (await server.user('lsm')).token]) {
      expect((await explain('', token)).body.code).toBe('forbidden');
    }
    expect((await explain('', admin.token, 99_999_999)).body.code).toBe('not_found');
    expect((await explain('?chatId=0190a1b2-0000-7000-8000-000000000001')).body.code).toBe('not_found');
    expect((await explain('?cursor=x')).body.code).toBe('invalid_payload');
  });
});

describe('work that was given up', () => {
  const dead = (token = admin.token) => server.rest(token, 'GET', '/api/admin/jobs');
  const decide = (id: number, revive: boolean, token = admin.token) =>
    revive
      ? server.rest(token, 'POST', `/api/admin/dead-jobs/${id}/revive`)
      : server.rest(token, 'DELETE', `/api/admin/dead-jobs/${id}`);

  it('[OP5] is listed, tried again or dropped by an administrator, which is written down', async () => {
    const phone = await device();
    service.answer(() => ({ status: 500 }));
    await say('in vain');
    await until('later: HTTP 500');
    await makeDue(', attempts = max_attempts - 1');
    await expect.poll(async () => (await dead()).body.dead.length, { timeout: 8000 }).toBe(1);
    const [job] = (await dead(SERVICE)).body.dead;
    expect(job).toEqual({
      id: expect.any(Number),
      task: 'delivery_send',
      attempts: 10,
      error: 'HTTP 500',
      added_at: expect.any(String),
      failed_at: expect.any(String),
    });
    for (const token of [customer.token, (await server.user('lsm')).token]) {
      const refused = [await dead(token), await decide(job.id, true, token), await decide(job.id, false, token)];
      expect(refused.map(({ body }) => body.code)).toEqual(['forbidden', 'forbidden', 'forbidden']);
    }
    service.answer(null);
    expect((await decide(job.id, true)).status).toBe(204);
    await expect.poll(phone.got, { timeout: 8000 }).toMatchObject([{ body: 'in vain' }]);
    await expect.poll(async () => (await dead()).body.dead, { timeout: 8000 }).toEqual([]);
    expect((await decide(job.id, true)).body.code).toBe('not_found');

    service.answer(() => ({ status: 500 }));
    const other = await server.chat(customer, provider);
    await say('in vain again', other);
    await expect.poll(() => way(`?chatId=${other}`), { timeout: 8000 }).toContain('later: HTTP 500');
    await makeDue(', attempts = max_attempts - 1');
    await expect.poll(async () => (await dead()).body.dead.length, { timeout: 8000 }).toBe(1);
    const [second] = (await dead()).body.dead;
    expect([(await decide(second.id, false)).status, (await decide(second.id, false)).status]).toEqual([204, 404]);
    expect((await dead()).body.dead).toEqual([]);
    expect(phone.got()).toHaveLength(1);
    const audit = await server.database.pooled.query<{ action: string; actor: number; target: string }>(
      "select action, actor, target from audit where target like 'job:%' order by id",
    );
    expect(audit).toEqual([
      { action: 'revive_job', actor: admin.id, target: `job:${job.id}` },
      { action: 'discard_job', actor: admin.id, target: `job:${second.id}` },
    ]);
  });

  it('[IN1] of an id that is none is refused by name', async () => {
    for (const id of ['x', '0', '-1', '1e3']) {
      expect((await server.rest(admin.token, 'DELETE', `/api/admin/dead-jobs/${id}`)).body).toMatchObject({
        code: 'invalid_payload',
        detail: expect.stringContaining('jobId'),
      });
    }
    expect((await decide(999_999, false)).body.code).toBe('not_found');
  });
});
