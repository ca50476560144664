import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { startApns, startFcm } from './testing/phone-services.js';

let fcm: Awaited<ReturnType<typeof startFcm>>;
let apns: Awaited<ReturnType<typeof startApns>>;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  [fcm, apns] = await Promise.all([startFcm(), startApns()]);
  server = await startTestServer({ ...fcm.env, ...apns.env });
});
afterAll(async () => {
  await server.close();
  await Promise.all([fcm.stop(), apns.stop()]);
});
beforeEach(async () => {
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo' });
  chatId = await server.chat(customer, provider);
});
afterEach(() => {
  fcm.answer(() => undefined);
  apns.answer(() => undefined);
});

let phones = 0;
async function phone(kind: 'fcm' | 'apns'): Promise<string> {
  const token = (0xa000 + (phones += 1)).toString(16);
  const made = await server.rest(provider.token, 'POST', '/api/push/subscriptions', { kind, token, label: 'my phone' });
  expect(made.status).toBe(201);
  return token;
}
const send = (message: string) => server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message });
const kept = async () =>
  (await server.rest(provider.token, 'GET', '/api/push/subscriptions')).body.subscriptions.map(
    ({ kind }: { kind: string }) => kind,
  );
const steps = async () =>
  (
    await server.database.pooled.query<{ said: string }>(
      `select step || coalesce(': ' || (detail ->> 'why'), '') as said from delivery_hops where user_id = $1 order by id`,
      [provider.id],
    )
  ).map(({ said }) => said);
const makeDue = () => server.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');
const gotBy = <T extends { readonly token: string }>(received: readonly T[], token: string) =>
  received.filter((one) => one.token === token);

it('[PU1][PU2] FCM gets one message per chat, with a token for which the account’s assertion was exchanged once', async () => {
  const token = await phone('fcm');
  await send('one');
  await send('two');
  await expect
    .poll(() => gotBy(fcm.received, token).at(-1)?.message, { timeout: 8000 })
    .toMatchObject({
      notification: { title: 'Carla (2 new messages)', body: 'two' },
      data: { kind: 'show', tag: `chat:${chatId}`, seq: '2', path: `/chats/${chatId}?m=2`, chatId },
      android: { priority: 'HIGH', collapse_key: `chat:${chatId}`, notification: { tag: `chat:${chatId}` } },
    });
  expect(fcm.tokens()).toBe(1);
});

it('[PU6] an access token that FCM does not take any more is exchanged for a new one', async () => {
  const token = await phone('fcm');
  fcm.revoke();
  await send('one');
  await expect.poll(steps, { timeout: 8000 }).toContain('later: HTTP 401 UNAUTHENTICATED');
  await expect.poll(async () => (await makeDue()) && gotBy(fcm.received, token).length, { timeout: 8000 }).toBe(1);
});

it('[PU1][PU2] APNs gets an alert per chat that collapses, on one connection, with a provider token that is kept', async () => {
  const token = await phone('apns');
  await send('one');
  await expect.poll(() => gotBy(apns.received, token).length, { timeout: 8000 }).toBe(1);
  const [first] = gotBy(apns.received, token);
  expect(first?.headers).toMatchObject({
    'apns-push-type': 'alert',
    'apns-priority': '10',
    'apns-topic': 'com.example.chat',
    'apns-collapse-id': `chat:${chatId}`,
    'apns-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(first?.payload).toMatchObject({
    aps: { alert: { title: 'Carla', body: 'one' }, sound: 'default', 'thread-id': `chat:${chatId}` },
    path: `/chats/${chatId}?m=1`,
    seq: 1,
  });
  await send('two');
  await expect.poll(() => gotBy(apns.received, token).length, { timeout: 8000 }).toBe(2);
  expect([apns.providerTokens(), apns.sessions()]).toEqual([1, 1]);

  // [PU7] Read elsewhere: a quiet one wakes the application.
  await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {});
  await expect.poll(() => gotBy(apns.received, token).length, { timeout: 8000 }).toBe(3);
  expect(gotBy(apns.received, token)[2]).toMatchObject({
    headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
    payload: { aps: { 'content-available': 1 }, kind: 'close', seq: 2 },
  });
});

it('[PU6] a connection to APNs that broke is made anew', async () => {
  const token = await phone('apns');
  await send('one');
  await expect.poll(() => gotBy(apns.received, token).length, { timeout: 8000 }).toBe(1);
  apns.cut();
  await send('two');
  await expect
    .poll(async () => (await makeDue()) && gotBy(apns.received, token).length, { timeout: 8000 })
    .toBeGreaterThanOrEqual(2);
});

it('[PU5] tokens that the services do not know are removed, and others stay', async () => {
  const [old, expired, good] = [await phone('fcm'), await phone('apns'), await phone('fcm')];
  fcm.answer((token) =>
    token === old
      ? { status: 404, body: { error: { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] } } }
      : undefined,
  );
  apns.answer((token) => (token === expired ? { status: 410, body: { reason: 'Unregistered' } } : undefined));
  await send('one');
  await expect.poll(() => gotBy(fcm.received, good).length, { timeout: 8000 }).toBe(1);
  await expect.poll(kept, { timeout: 8000 }).toEqual(['fcm']);
  expect(await steps()).toEqual(expect.arrayContaining(['gone: HTTP 404 UNREGISTERED', 'gone: HTTP 410 Unregistered']));
});

it('[PU6] what they cannot take now comes later, at the time that they name', async () => {
  const token = await phone('apns');
  apns.answer(() => ({ status: 429, body: { reason: 'TooManyRequests' }, headers: { 'retry-after': '300' } }));
  await send('one');
  await expect.poll(steps, { timeout: 8000 }).toContain('later: HTTP 429 TooManyRequests');
  const wait = async () =>
    (
      await server.database.pooled.query<{ s: number }>(
        `select extract(epoch from run_at - now())::float8 as s from stm_chat_jobs.jobs
         where task_identifier = 'delivery_send' and attempts > 0 and locked_at is null order by id desc`,
      )
    )[0]?.s;
  await expect.poll(wait, { timeout: 8000 }).toBeGreaterThan(250);
  apns.answer(() => undefined);
  // Jobs for the phones of other tests may still be under way to being put off: those too are made due.
  await expect.poll(async () => (await makeDue()) && gotBy(apns.received, token).length, { timeout: 8000 }).toBe(1);
});

it('[PU1] a token of another form, and a kind without its fields, are refused by name', async () => {
  const add = (input: object) => server.rest(provider.token, 'POST', '/api/push/subscriptions', input);
  for (const [input, field] of [
    [{ kind: 'apns', token: 'not hexadecimal' }, 'token'],
    [{ kind: 'apns', token: 'xyz' }, 'token'],
    [{ kind: 'fcm' }, 'token'],
    [{ kind: 'web', token: 'abc' }, 'endpoint'],
    [{ kind: 'fcm', token: 'abc', endpoint: 'https://x.example' }, 'endpoint'],
    [{ kind: 'pigeon', token: 'abc' }, 'kind'],
  ] as const) {
    expect(await add(input)).toMatchObject({ status: 400, body: { detail: expect.stringContaining(field) } });
  }
  const without = await startTestServer();
  try {
    const user = await without.user('customer');
    const answer = await without.rest(user.token, 'POST', '/api/push/subscriptions', { kind: 'fcm', token: 'abc' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  } finally {
    await without.close();
  }
});
