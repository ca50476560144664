import { webhookEvents } from '@stm-chat/protocol/schemas';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { startReceiver as startExample } from '../../../../../examples/host-platform/webhooks.mjs';
import { type Received, type Receiver, startReceiver } from './testing/receiver.js';

const SERVICE = 'the-host-of-the-tests-0123456789-abcdef';
const SECRET = `whsec_${Buffer.from('the-secret-of-the-environment-01').toString('base64')}`;
const FORMER = `whsec_${Buffer.from('the-secret-that-was-before-it-01').toString('base64')}`;

let host: Receiver;
let server: TestServer;
let admin: TestUser;
let customer: TestUser;
let provider: TestUser;
let lsm: TestUser;
const receivers: Receiver[] = [];
const endpoints: string[] = [];

beforeAll(async () => {
  host = await startReceiver();
  server = await startTestServer({
    SERVICE_TOKEN: SERVICE,
    OUTGOING_ALLOW: '127.0.0.1',
    WEBHOOK_URL: host.url,
    WEBHOOK_SECRET: `${SECRET}, ${FORMER}`,
    WEBHOOK_TEXT: '1',
  });
  admin = await server.user('admin');
  lsm = await server.user('lsm');
});
afterAll(async () => {
  await server.close();
  host.close();
});
beforeEach(async () => {
  customer = await server.user('customer');
  provider = await server.user('provider');
});
afterEach(async () => {
  for (const id of endpoints.splice(0)) await call('DELETE', id);
  for (const receiver of receivers.splice(0)) receiver.close();
});

const call = (method: string, path: string, body?: unknown, token = admin.token) =>
  server.rest(token, method, `/api/admin/webhooks${path === '' ? '' : `/${path}`}`, body);

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  receivers.push(started);
  return started;
}

async function endpoint(at: Receiver, more: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await call('POST', '', { url: at.url, ...more });
  expect(status).toBe(201);
  endpoints.push(body.id);
  return body;
}

const say = async (chatId: string, message: string, user = customer) =>
  (await server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message })).body;
const deliveries = async (id: string, query = '') => (await call('GET', `${id}/deliveries${query}`)).body.deliveries;
const listed = async (id: string) => (await call('GET', '')).body.webhooks.find((one: { id: string }) => one.id === id);
/** What came of one chat. */
const about = (at: Receiver, chatId: string, type: string): Received[] =>
  at.of(type).filter(({ body }) => body.data.chatId === chatId);
async function arrived(at: Receiver, chatId: string, type: string, count = 1): Promise<void> {
  await expect.poll(() => about(at, chatId, type).length, { timeout: 8000 }).toBe(count);
}

/** What waits for its next attempt is due now. */
async function makeDue(): Promise<void> {
  const { pooled } = server.database;
  await pooled.query('update webhook_endpoints set retry_at = null');
  await pooled.query('update webhook_deliveries set due_at = now() where state = 0');
  await pooled.query("update stm_chat_jobs._private_jobs set run_at = now() where key like 'webhooks:%'");
}

describe('what is told', () => {
  it('[WH1][WH2][WH10] is every event of messages, chats, members and disputes, once, signed, as its schema says', async () => {
    const chatId = await server.chat(customer, provider, 'told-job');
    const { id: messageId } = await say(chatId, 'a word');
    const path = `/api/chat/${chatId}/messages/${messageId}`;
    await server.rest(customer.token, 'PUT', path, { message: 'another word' });
    await server.rest(customer.token, 'DELETE', path);
    const opened = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/disputes`, { reason: 'Late' });
    await server.rest(lsm.token, 'POST', `/api/disputes/${opened.body.id}/join`);
    await server.rest(lsm.token, 'POST', `/api/disputes/${opened.body.id}/resolve`, { outcome: 'refund', note: 'n' });
    for (const step of ['close', 'reopen']) await server.rest(SERVICE, 'POST', `/api/admin/chats/${chatId}/${step}`);
    await server.rest(SERVICE, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`);
    const expected = {
      'chat.opened': 1,
      'message.created': 1,
      'message.edited': 1,
      'message.deleted': 1,
      'dispute.opened': 1,
      'dispute.assigned': 1,
      'dispute.resolved': 1,
      'member.added': 1,
      'member.removed': 2,
      'chat.closed': 1,
      'chat.reopened': 1,
    };
    for (const [type, count] of Object.entries(expected)) await arrived(host, chatId, type, count);
    const came = host.received.filter(({ body }) => body.data.chatId === chatId);
    expect(came.length).toBe(12);
    expect(new Set(came.map(({ id }) => id)).size).toBe(12);
    for (const one of came) {
      expect(one.body).toEqual(webhookEvents[one.body.type as 'message.created'].parse(one.body));
      expect(one.body.id).toBe(one.id);
      for (const secret of [SECRET, FORMER]) expect(host.verifies(one, secret)).toBe(true);
    }
    expect(about(host, chatId, 'message.created')[0]?.body.data).toMatchObject({
      message_id: messageId,
      job_id: 'told-job',
      sender_id: customer.id,
      sender_type: 'customer',
      message_type: 'text',
    });
    expect(about(host, chatId, 'member.added')[0]?.body.data).toMatchObject({ userId: lsm.id, role: 'lsm' });
    const removed = about(host, chatId, 'member.removed').map(({ body }) => `${body.data.role} ${body.data.userId}`);
    expect(removed.toSorted()).toEqual([`lsm ${lsm.id}`, `provider ${provider.id}`]);

    // The same steps, under the same ids, as GET /api/admin/disputes tells them.
    const { body: steps } = await server.rest(SERVICE, 'GET', '/api/admin/disputes?limit=200');
    const mine = steps.disputes.filter((one: { dispute_id: string }) => one.dispute_id === opened.body.id);
    const toldOf = came.filter(({ body }) => body.type.startsWith('dispute.'));
    expect(toldOf.map(({ id }) => id).toSorted()).toEqual(
      mine.map((one: { event_id: string }) => one.event_id).toSorted(),
    );
    expect(about(host, chatId, 'dispute.resolved')[0]?.body.data).toEqual(mine.at(-1));
  });

  it('[WH5] has what messages say for WEBHOOK_URL with WEBHOOK_TEXT, and for no endpoint that a page names', async () => {
    const other = await receiver();
    await endpoint(other);
    const chatId = await server.chat(customer, provider);
    await say(chatId, 'the-word-that-is-told');
    await arrived(host, chatId, 'message.created');
    await arrived(other, chatId, 'message.created');
    expect(about(host, chatId, 'message.created')[0]?.body.data.message).toBe('the-word-that-is-told');
    expect(other.received.map(({ text }) => text).join()).not.toContain('the-word-that-is-told');
    const kept = await server.database.pooled.query(
      "select from webhook_events where data::text like '%the-word-that%'",
    );
    expect(kept).toEqual([]);
  });

  it('[WH5] has nothing of a message that was deleted before it was told', async () => {
    host.answer = () => 503;
    const chatId = await server.chat(customer, provider);
    await arrived(host, chatId, 'chat.opened');
    const { id } = await say(chatId, 'soon-taken-back');
    await server.rest(customer.token, 'DELETE', `/api/chat/${chatId}/messages/${id}`);
    const written = "select from webhook_events where type like 'message.%' and chat_id = $1";
    await expect.poll(() => server.database.pooled.query(written, [chatId]), { timeout: 5000 }).toHaveLength(2);
    host.answer = () => 200;
    await makeDue();
    await arrived(host, chatId, 'message.deleted');
    expect(host.received.map(({ text }) => text).join()).not.toContain('soon-taken-back');
  });

  it('[WH6] is nothing of a lane: no word, no id, no number', async () => {
    const chatId = await server.chat(customer, provider);
    const { body: dispute } = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'x',
    });
    const { body: joined } = await server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/join`);
    for (const { chatId: lane } of joined.lanes) await say(lane, 'said-in-a-lane', lsm);
    await say(chatId, 'after the lanes', lsm);
    await arrived(host, chatId, 'message.created');
    const all = host.received.map(({ text }) => text).join();
    expect(all).not.toContain('said-in-a-lane');
    expect(joined.lanes.length).toBe(3);
    for (const { chatId: lane } of joined.lanes) expect(all).not.toContain(lane);
  });

  it('[WH1] is only what an endpoint chose', async () => {
    const other = await receiver();
    await endpoint(other, { types: ['dispute.opened', 'chat.opened'] });
    const chatId = await server.chat(customer, provider);
    await say(chatId, 'not chosen');
    await arrived(host, chatId, 'message.created');
    await arrived(other, chatId, 'chat.opened');
    expect(other.received.map(({ body }) => body.type)).toEqual(['chat.opened']);
  });
});

describe('an endpoint that fails', () => {
  it('[WH3][WH8] is tried again under the same id until it takes the event; the log says what happened', async () => {
    const other = await receiver();
    const { id, secret } = await endpoint(other, { types: ['chat.opened'] });
    const answers: (number | 'nothing')[] = [500, 'nothing', 404];
    other.answer = () => answers.shift() ?? 204;
    const chatId = await server.chat(customer, provider);
    await arrived(other, chatId, 'chat.opened', 1);
    await expect.poll(async () => (await listed(id)).failing_since).not.toBeNull();
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({
        state: 'waiting',
        attempts: 1,
        status: 500,
        reason: 'refused',
        chatId,
        next_at: expect.any(String),
      }),
    ]);
    await makeDue();
    await arrived(other, chatId, 'chat.opened', 2);
    await expect
      .poll(async () => (await deliveries(id))[0])
      .toMatchObject({ attempts: 2, status: null, reason: 'unreachable' });
    await makeDue();
    await arrived(other, chatId, 'chat.opened', 3);
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(3);
    expect((await listed(id)).retry_at).not.toBeNull();
    await makeDue();
    await expect
      .poll(async () => (await deliveries(id))[0])
      .toMatchObject({ state: 'delivered', attempts: 4, status: 204, reason: null, next_at: null });
    expect(new Set(other.received.map((one) => one.id)).size).toBe(1);
    for (const one of other.received) expect(other.verifies(one, secret)).toBe(true);
    expect(await listed(id)).toMatchObject({ failing_since: null, retry_at: null, waiting: 0 });
    expect(JSON.stringify(await deliveries(id))).not.toContain('of the host');
  });

  it('[WH3] is left alone for as long as Retry-After says', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    other.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    const chatId = await server.chat(customer, provider);
    await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(1);
    const wait = async () => Date.parse((await deliveries(id))[0].next_at) - Date.now();
    expect(await wait()).toBeGreaterThan(3_500_000);
    await expect.poll(async () => Date.parse((await listed(id)).retry_at) - Date.now()).toBeGreaterThan(3_500_000);
    // What comes meanwhile waits too.
    const second = await server.chat(customer, provider);
    await expect.poll(async () => (await listed(id)).waiting).toBe(2);
    await arrived(host, second, 'chat.opened');
    expect(other.received).toHaveLength(1);
  });

  it('[WH3] has its day: after it an event has failed; and one that answers 410 is switched off', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    other.answer = () => 503;
    const first = await server.chat(customer, provider);
    await arrived(other, first, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(1);
    await server.database.pooled.query(
      "update webhook_deliveries set began_at = now() - interval '24 hours 1 second' where endpoint_id = $1",
      [id],
    );
    await makeDue();
    await expect.poll(async () => (await deliveries(id))[0]).toMatchObject({ state: 'failed', reason: 'expired' });
    other.answer = () => 410;
    const second = await server.chat(customer, provider);
    await arrived(other, second, 'chat.opened');
    await expect.poll(() => listed(id)).toMatchObject({ enabled: false, disabled_reason: 'gone' });
    expect((await deliveries(id))[0]).toMatchObject({ state: 'failed', status: 410, reason: 'gone' });
    await server.chat(customer, provider);
    expect((await call('POST', `${id}/test`)).body.code).toBe('conflict');
    other.answer = () => 200;
    expect((await call('PUT', id, { enabled: true })).body).toMatchObject({ enabled: true, disabled_reason: null });
    const third = await server.chat(customer, provider);
    await arrived(other, third, 'chat.opened');
  });

  it('[WH3] does not hold up the others, and gets everything once it is back', async () => {
    const away = await receiver();
    const { id } = await endpoint(away, { types: ['message.created'] });
    away.answer = () => 'nothing';
    const chatId = await server.chat(customer, provider);
    for (let n = 0; n < 25; n++) await say(chatId, `number ${n}`);
    await arrived(host, chatId, 'message.created', 25);
    await expect.poll(async () => (await listed(id)).waiting).toBe(25);
    expect(away.received.length).toBeLessThan(10);
    away.answer = () => 200;
    const before = away.received.length;
    await makeDue();
    await expect.poll(async () => (await listed(id)).waiting, { timeout: 8000 }).toBe(0);
    expect(new Set(away.received.slice(before).map((one) => one.id)).size).toBe(25);
    expect(away.received.length - before).toBe(25);
  });

  it('[LK3] is not asked when its address is one that may not be reached', async () => {
    const { body } = await call('POST', '', { url: 'http://169.254.169.254/latest', types: ['chat.opened'] });
    endpoints.push(body.id);
    await call('POST', `${body.id}/test`);
    await expect
      .poll(async () => (await deliveries(body.id))[0], { timeout: 5000 })
      .toMatchObject({ attempts: 1, reason: 'forbidden', status: null });
  });
});

describe('sending again', () => {
  it('[WH7] is of one event, under the id that it had', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    const chatId = await server.chat(customer, provider);
    await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].state).toBe('delivered');
    const [{ event_id: eventId }] = await deliveries(id);
    expect((await call('POST', `${id}/replay`, { event_id: eventId })).body).toMatchObject({
      replayed: 1,
      more: false,
    });
    await arrived(other, chatId, 'chat.opened', 2);
    expect(other.received.map((one) => one.id)).toEqual([eventId, eventId]);
    expect((await call('POST', `${id}/replay`, { event_id: '0190a1b2-0000-7000-8000-000000000001' })).body.code).toBe(
      'not_found',
    );
  });

  it('[WH7] is of a time: what failed or was never sent there; or all of it', async () => {
    const from = new Date(Date.now() - 1).toISOString();
    const chats = [await server.chat(customer, provider), await server.chat(customer, provider)];
    for (const chatId of chats) await arrived(host, chatId, 'chat.opened');
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    expect((await call('POST', `${id}/replay`, { from })).body).toEqual({ replayed: 2, more: false, next_from: null });
    for (const chatId of chats) await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await listed(id)).waiting).toBe(0);
    expect((await call('POST', `${id}/replay`, { from })).body.replayed).toBe(0);
    expect((await call('POST', `${id}/replay`, { from, delivered: true })).body.replayed).toBe(2);
    for (const chatId of chats) await arrived(other, chatId, 'chat.opened', 2);
    expect(new Set(other.received.map((one) => one.id)).size).toBe(2);
    expect((await call('POST', `${id}/replay`, { from, to: from })).body.message).toContain('to');
    expect((await call('POST', `${id}/replay`, {})).body).toMatchObject({ code: 'invalid_payload' });
  });
});

describe('endpoints', () => {
  it('[WH9] show their secret once, rotate it with both signing, and are for admins and the host alone', async () => {
    const other = await receiver();
    const { id, secret } = await endpoint(other, { types: ['chat.opened'], description: 'Billing' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await call('GET', '', undefined, SERVICE);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
    expect(list.body.webhooks[0]).toMatchObject({ source: 'environment', has_text: true, url: host.url });
    const rotated = await call('POST', `${id}/secret`);
    expect(rotated.body).toMatchObject({ id, previous_secret_until: expect.any(String) });
    expect(rotated.body.secret).not.toBe(secret);
    const { body: test } = await call('POST', `${id}/test`);
    await expect.poll(() => other.of('webhook.test').length, { timeout: 5000 }).toBe(1);
    const [told] = other.of('webhook.test');
    expect(told?.id).toBe(test.event_id);
    expect(webhookEvents['webhook.test'].parse(told?.body)).toEqual(told?.body);
    for (const known of [secret, rotated.body.secret]) expect(other.verifies(told as Received, known)).toBe(true);
    await server.database.pooled.query(
      "update webhook_endpoints set previous_until = now() - interval '1 s' where id = $1",
      [id],
    );
    await call('POST', `${id}/test`);
    await expect.poll(() => other.of('webhook.test').length, { timeout: 5000 }).toBe(2);
    const last = other.of('webhook.test')[1] as Received;
    expect([secret, rotated.body.secret].map((known) => other.verifies(last, known))).toEqual([false, true]);
    for (const { token } of [customer, provider, lsm]) {
      expect((await call('GET', '', undefined, token)).body.code).toBe('forbidden');
      expect((await call('POST', `${id}/replay`, { from: '2026-01-01T00:00:00.000Z' }, token)).body.code).toBe(
        'forbidden',
      );
    }
    const audit = await server.database.pooled.query<{ action: string }>(
      'select action from audit where target = $1 order by id',
      [`webhook:${id}`],
    );
    expect(audit.map(({ action }) => action)).toEqual(['add_webhook', 'rotate_webhook_secret']);
  });

  it('[WH9] the one of WEBHOOK_URL is the environment’s: a page can switch it, and nothing else', async () => {
    const id = (await call('GET', '')).body.webhooks[0].id;
    const attempts = [
      await call('PUT', id, { url: 'https://elsewhere.example/' }),
      await call('PUT', id, { types: ['chat.opened'] }),
      await call('DELETE', id),
      await call('POST', `${id}/secret`),
    ];
    expect(attempts.map(({ body }) => body.code)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
    expect((await call('PUT', id, { enabled: false })).body).toMatchObject({
      enabled: false,
      disabled_reason: 'admin',
    });
    expect((await call('PUT', id, { enabled: true })).body.enabled).toBe(true);
  });

  it('[WH9] take addresses of the web without a password in them, types that there are, and are found or not', async () => {
    const refused = ['ftp://a.example/', 'javascript:alert(1)', 'a.example', 'https://user:pass@a.example/', ''];
    for (const url of refused)
      expect((await call('POST', '', { url })).body).toMatchObject({
        code: 'invalid_payload',
        detail: expect.stringContaining('url'),
      });
    expect((await call('POST', '', { url: 'https://a.example/', types: ['message.read'] })).body.code).toBe(
      'invalid_payload',
    );
    expect((await call('POST', '', { url: 'https://a.example/', types: [] })).body.code).toBe('invalid_payload');
    for (const [method, path] of [
      ['PUT', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
    ] as const) {
      const body = method === 'PUT' ? {} : undefined;
      expect((await call(method, `0190a1b2-0000-7000-8000-000000000001${path}`, body)).body.code).toBe('not_found');
    }
  });

  it('[WH8] list deliveries page by page, by state; what is old enough is deleted', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['message.created'] });
    const chatId = await server.chat(customer, provider);
    for (let n = 0; n < 7; n++) await say(chatId, `page ${n}`);
    await expect.poll(async () => (await deliveries(id, '?state=delivered')).length, { timeout: 5000 }).toBe(7);
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { body } = await call('GET', `${id}/deliveries?limit=3${cursor}`);
      seen.push(...body.deliveries.map((one: { event_id: string }) => one.event_id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await deliveries(id, '?state=failed')).toEqual([]);
    expect((await call('GET', `${id}/deliveries?cursor=x`)).body.code).toBe('invalid_payload');
  });
});

it('[WH2][WH7] the example of a receiver takes each event once, and refuses what is not signed for it', async () => {
  const { body } = await call('POST', '', { url: 'http://127.0.0.1:9/', types: ['chat.opened'] });
  endpoints.push(body.id);
  const taken: string[] = [];
  const example = await startExample({ secret: body.secret, onEvent: async ({ id }) => void taken.push(id) });
  await call('PUT', body.id, { url: example.url });
  const chatId = await server.chat(customer, provider);
  await expect.poll(() => taken.length, { timeout: 8000 }).toBe(1);
  await expect.poll(async () => (await deliveries(body.id))[0].state).toBe('delivered');
  await call('POST', `${body.id}/replay`, { event_id: taken[0] });
  const path = 'select attempts from webhook_deliveries where endpoint_id = $1 and state = 1';
  await expect.poll(() => server.database.pooled.query(path, [body.id]), { timeout: 8000 }).toHaveLength(1);
  expect(taken).toHaveLength(1);
  await call('POST', `${body.id}/secret`);
  await server.database.pooled.query('update webhook_endpoints set previous_until = now() where id = $1', [body.id]);
  await server.rest(SERVICE, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`);
  await server.chat(customer, provider);
  await expect.poll(async () => (await deliveries(body.id))[0]).toMatchObject({ status: 401, state: 'waiting' });
  expect(taken).toHaveLength(1);
  example.close();
});
