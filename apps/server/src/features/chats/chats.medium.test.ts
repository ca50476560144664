import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';

const SERVICE_TOKEN = 'the-host-platform-of-the-tests-0123456789';

let server: TestServer;
let admin: TestUser;
let customer: TestUser;
let provider: TestUser;
let lsm: TestUser;

beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN });
  [admin, customer, provider, lsm] = await Promise.all([
    server.user('admin'),
    server.user('customer', { name: 'Cleo' }),
    server.user('provider', { name: 'Pavel' }),
    server.user('lsm', { name: 'Lina' }),
  ]);
});
afterAll(() => server.close());

const asAdmin = (method: string, path: string, body?: unknown) =>
  server.rest(admin.token, method, `/api/admin${path}`, body);
const asHost = (method: string, path: string, body?: unknown) =>
  server.rest(SERVICE_TOKEN, method, `/api/admin${path}`, body);
const send = (user: TestUser, chatId: string, message: string) =>
  server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message });
const texts = async (user: TestUser, chatId: string) => {
  const { body } = await server.rest(user.token, 'GET', `/api/chat/${chatId}/messages`);
  return body.messages.map((message: { message: string }) => message.message);
};

/** What came of the chat after `left_chat`. */
const afterLeaving = (device: TestSocket, chatId: string) => {
  const ofChat = device.events.filter(({ payload }) => JSON.stringify(payload).includes(chatId));
  return ofChat.slice(ofChat.findIndex(({ name }) => name === 'left_chat') + 1);
};

describe('who may', () => {
  it('[AD1] use the admin routes: admins and the host platform', async () => {
    const chatId = await server.chat(customer, provider);
    const routes: [string, string, unknown?][] = [
      ['POST', '/chats', { job_id: 'x', subject: 'x', customer_id: customer.id, provider_id: provider.id }],
      ['POST', `/chats/${chatId}/members`, { userId: lsm.id, role: 'lsm' }],
      ['DELETE', `/chats/${chatId}/members/${provider.id}`],
      ['POST', `/chats/${chatId}/close`],
      ['POST', `/chats/${chatId}/reopen`],
      ['PUT', `/chats/${chatId}/job`, { title: 'x' }],
    ];
    for (const [method, path, body] of routes) {
      const call = (token: string | null) => server.rest(token, method, `/api/admin${path}`, body);
      expect((await call(null)).body).toMatchObject({ status: 401, code: 'unauthorized' });
      for (const { token } of [customer, provider, lsm]) {
        expect((await call(token)).body).toMatchObject({ status: 403, code: 'forbidden' });
      }
    }
    expect((await server.rest(customer.token, 'GET', `/api/chat/${chatId}`)).body).toMatchObject({
      status: 'open',
      lsm_id: null,
      last_seq: 0,
      job: null,
    });
  });

  it('[AD11] see a chat: its members, and no admin', async () => {
    const chatId = await server.chat(customer, provider);
    expect((await server.rest(admin.token, 'GET', `/api/chat/${chatId}`)).status).toBe(404);
    expect((await server.rest(admin.token, 'GET', '/api/chat')).body).toEqual({
      chats: [],
      next: null,
      unread_after: 0,
    });
    expect((await server.rest(SERVICE_TOKEN, 'GET', `/api/chat/${chatId}`)).status).toBe(403);
  });

  it('[ER1][ME1][CH6] not tell a stranger’s chat from a missing one, over both doors', async () => {
    const chatId = await server.chat(customer, provider);
    const stranger = await server.user('customer');
    const socket = await server.socket(stranger.token);
    const probe = async (id: string) => {
      const answers = await Promise.all([
        server.rest(stranger.token, 'GET', `/api/chat/${id}`),
        server.rest(stranger.token, 'GET', `/api/chat/${id}/messages`),
        server.rest(stranger.token, 'GET', `/api/chat/${id}/changes?since=0`),
        server.rest(stranger.token, 'POST', `/api/chat/${id}/messages`, { message: 'hi' }),
        server.rest(stranger.token, 'POST', `/api/chat/${id}/read`, {}),
        socket.call('join_chat', { chatId: id }),
        socket.call('leave_chat', { chatId: id }),
        socket.call('send_message', { chatId: id, message: 'hi' }),
        socket.call('mark_read', { chatId: id }),
        socket.call('typing', { chatId: id, isTyping: true }),
      ]);
      return JSON.stringify(answers.map(({ headers, ...answer }) => answer));
    };
    const strange = await probe(chatId);
    expect(strange).toBe(await probe(randomUUID()));
    expect(strange.match(/"not_found"/g)).toHaveLength(10);
    expect(socket.events.map(({ name }) => name)).toEqual(['connected']);
  });
});

describe('opening a chat for two people', () => {
  it('[AD5] makes it once: 201, then 200', async () => {
    const request = {
      job_id: 'job of the host',
      subject: 'A leaking tap',
      customer_id: customer.id,
      provider_id: provider.id,
      job: { title: 'Tap', price: 40, currency: 'EUR', url: 'https://host.example/jobs/1' },
    };
    const made = await asHost('POST', '/chats', request);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      job_id: 'job of the host',
      job: request.job,
      subject: 'A leaking tap',
      status: 'open',
      customer_id: customer.id,
      provider_id: provider.id,
      lsm_id: null,
      last_seq: 0,
      revision: expect.any(Number),
      created_at: expect.stringMatching(/Z$/),
      last_activity_at: expect.stringMatching(/Z$/),
    });
    expect(await asAdmin('POST', '/chats', request)).toMatchObject({ status: 200, body: made.body });
    expect((await server.rest(provider.token, 'GET', `/api/chat/${made.body.id}`)).body.job).toEqual(request.job);
  });

  it('[AD5] takes people who were never here, and refuses a known one on the wrong side by name', async () => {
    const open = (customer_id: number, provider_id: number) =>
      asHost('POST', '/chats', { job_id: 'j', subject: 's', customer_id, provider_id });
    const made = await open(777_001, 777_002);
    expect(made.status).toBe(201);
    const newcomer = await server.user('provider', { id: 777_002, name: 'New' });
    const summary = await server.rest(newcomer.token, 'GET', `/api/chat/${made.body.id}`);
    expect(
      summary.body.members.map(({ userId, role, name }: { userId: number; role: string; name: string }) => [
        userId,
        role,
        name,
      ]),
    ).toEqual([
      [777_001, 'customer', ''],
      [777_002, 'provider', 'New'],
    ]);
    expect((await open(provider.id, customer.id)).body).toMatchObject({
      code: 'invalid_payload',
      message: 'customer_id: is not a customer',
    });
    expect((await open(customer.id, lsm.id)).body.message).toBe('provider_id: is not a provider');
    expect((await open(777_009, 777_009)).body.message).toBe('provider_id: must be another user');
  });

  it('[IN3] refuses what cannot be stored of a job, by name', async () => {
    const chatId = await server.chat(customer, provider);
    for (const job of [
      { title: 'a\u0000b' },
      { status: '\ud800' },
      { url: 'https://x.example/\u0000' },
      { price: '\u0000' },
    ]) {
      const answer = await asHost('PUT', `/chats/${chatId}/job`, job);
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_payload' });
      expect(answer.body.message).toContain(`${Object.keys(job)[0]}:`);
    }
    expect((await asHost('PUT', `/chats/${chatId}/job`, { url: 'javascript:alert(1)' })).status).toBe(400);
    expect((await asHost('PUT', `/chats/${chatId}/job`, { colour: 'red' })).body.message).toContain('colour');
  });
});

describe('members', () => {
  it('[AD6][ME6][ME8] get a free seat, and with it the chat and its whole history', async () => {
    const chatId = await server.chat(customer, provider);
    await send(customer, chatId, 'before');
    const devices = await Promise.all([server.socket(lsm.token), server.socket(customer.token)]);
    const [ofLsm, ofCustomer] = devices;
    await ofCustomer.call('join_chat', { chatId });
    const added = await asAdmin('POST', `/chats/${chatId}/members`, { userId: lsm.id, role: 'lsm' });
    expect(added).toMatchObject({ status: 201, body: { lsm_id: lsm.id, last_seq: 2 } });
    expect(await ofCustomer.event('new_message')).toMatchObject({
      seq: 2,
      sender_type: 'system',
      sender_id: 0,
      message_type: 'system',
      message: 'The local service manager was added to the chat.',
    });
    for (const device of devices) {
      const summary = await device.event('chat_updated', (chat) => chat.lsm_id === lsm.id);
      expect(summary).toMatchObject({
        id: chatId,
        last_seq: 2,
        revision: added.body.revision,
        last_message: { seq: 2 },
      });
      expect(summary.members).toHaveLength(3);
    }
    expect((await ofLsm.event('chat_updated')).unread).toBe(1);
    expect(await texts(lsm, chatId)).toEqual(['before', 'The local service manager was added to the chat.']);
    expect((await asAdmin('POST', `/chats/${chatId}/members`, { userId: lsm.id, role: 'lsm' })).status).toBe(200);
    for (const device of devices) device.close();
  });

  it('[AD6] get no seat that is taken, not theirs, or in no chat', async () => {
    const chatId = await server.chat(customer, provider);
    const add = async (userId: number, role: string, id = chatId) =>
      (await asAdmin('POST', `/chats/${id}/members`, { userId, role })).body;
    const other = await server.user('provider');
    expect(await add(other.id, 'provider')).toMatchObject({ status: 409, code: 'conflict' });
    expect(await add(other.id, 'lsm')).toMatchObject({ code: 'invalid_payload', message: 'userId: is not a lsm' });
    expect(await add(4_999_999, 'lsm')).toMatchObject({ code: 'not_found', message: 'No such user.' });
    expect(await add(lsm.id, 'lsm', randomUUID())).toMatchObject({ code: 'not_found', message: 'No such chat.' });
    expect(await add(lsm.id, 'admin')).toMatchObject({ code: 'invalid_payload' });
  });

  it('[AD7][ME3][ME4] lose the seat, the room, the list and every command, at once', async () => {
    const chatId = await server.chat(customer, provider);
    const [joined, outside, other] = await Promise.all([
      server.socket(provider.token),
      server.socket(provider.token),
      server.socket(customer.token),
    ]);
    await joined.call('join_chat', { chatId });
    await other.call('join_chat', { chatId });
    expect((await asAdmin('DELETE', `/chats/${chatId}/members/${provider.id}`)).status).toBe(204);
    expect(await joined.event('left_chat')).toEqual({ chatId });
    expect(await outside.event('left_chat')).toEqual({ chatId });
    expect(await other.event('user_left')).toEqual({ userId: provider.id, chatId });
    expect(await other.event('new_message')).toMatchObject({
      seq: 1,
      message: 'The provider was removed from the chat.',
    });
    expect((await other.event('chat_updated', (chat) => chat.provider_id === null)).members).toHaveLength(1);
    await send(customer, chatId, 'among ourselves');
    await other.event('new_message', ({ seq }) => seq === 2);
    expect((await joined.call('send_message', { chatId, message: 'hi' })).error.code).toBe('not_found');
    expect((await joined.call('join_chat', { chatId })).error.code).toBe('not_found');
    expect(
      (await server.rest(provider.token, 'GET', '/api/chat')).body.chats.map(({ id }: { id: string }) => id),
    ).not.toContain(chatId);
    for (const device of [joined, outside]) {
      expect(afterLeaving(device, chatId)).toEqual([]);
      device.close();
    }
    expect((await asAdmin('DELETE', `/chats/${chatId}/members/${provider.id}`)).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect((await asAdmin('DELETE', `/chats/${randomUUID()}/members/${provider.id}`)).status).toBe(404);
    other.close();
  });

  it('[ME3][ME5] get nothing after a removal that races with others who send', async () => {
    const chatId = await server.chat(customer, provider);
    const [joined, outside, sender] = await Promise.all([
      server.socket(provider.token),
      server.socket(provider.token),
      server.socket(customer.token),
    ]);
    await joined.call('join_chat', { chatId });
    await sender.call('join_chat', { chatId });
    const sending = Array.from({ length: 60 }, (_, n) =>
      sender.call('send_message', { chatId, message: `message ${n}` }),
    );
    const removed = sending[20]?.then(() => asAdmin('DELETE', `/chats/${chatId}/members/${provider.id}`));
    const acks = await Promise.all(sending);
    expect((await removed)?.status).toBe(204);
    expect(acks.every(({ ok }) => ok)).toBe(true);
    const last = await sender.event('new_message', ({ seq }) => seq === 61);
    expect(sender.all('new_message').map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1));
    expect(last).toMatchObject({ chatId });
    // A call and its answer behind everything that was sent to these connections before.
    await Promise.all([joined, outside].map((device) => device.call('leave_chat', { chatId })));
    const removal = sender.all('new_message').find(({ sender_type }) => sender_type === 'system');
    for (const device of [joined, outside]) {
      await device.event('left_chat');
      expect(afterLeaving(device, chatId)).toEqual([]);
      for (const { seq } of device.all('new_message')) expect(seq).toBeLessThan(removal.seq);
      device.close();
    }
    sender.close();
  });
});

describe('the status', () => {
  it('[AD8][CH7][DL16] is closed and opened again before everybody’s eyes', async () => {
    const chatId = await server.chat(customer, provider);
    const [joined, outside] = await Promise.all([server.socket(customer.token), server.socket(provider.token)]);
    await joined.call('join_chat', { chatId });
    expect(await asAdmin('POST', `/chats/${chatId}/close`)).toMatchObject({
      status: 200,
      body: { status: 'closed', last_seq: 1 },
    });
    expect(await joined.event('new_message')).toMatchObject({
      seq: 1,
      sender_type: 'system',
      message: 'The chat was closed.',
    });
    for (const device of [joined, outside]) await device.event('chat_updated', ({ status }) => status === 'closed');
    expect((await send(customer, chatId, 'still there?')).body).toMatchObject({ status: 409, code: 'chat_closed' });
    expect((await joined.call('send_message', { chatId, message: 'still there?' })).error.code).toBe('chat_closed');
    expect(await texts(provider, chatId)).toEqual(['The chat was closed.']);
    expect((await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, {})).body.seq).toBe(1);
    expect((await joined.call('mark_read', { chatId })).ok).toBe(true);
    expect((await asAdmin('POST', `/chats/${chatId}/close`)).body.last_seq).toBe(1);
    expect((await asHost('POST', `/chats/${chatId}/reopen`)).body).toMatchObject({ status: 'open', last_seq: 2 });
    for (const device of [joined, outside]) {
      await device.event('chat_updated', ({ status, last_seq }) => status === 'open' && last_seq === 2);
      device.close();
    }
    expect((await send(customer, chatId, 'again')).status).toBe(201);
    expect((await asAdmin('POST', `/chats/${randomUUID()}/close`)).status).toBe(404);
  });
});

describe('the job', () => {
  it('[AD9] is replaced, and the members see it', async () => {
    const chatId = await server.chat(customer, provider);
    const device = await server.socket(provider.token);
    const put = await asHost('PUT', `/chats/${chatId}/job`, { title: 'Tap', status: 'done', price: 12.5 });
    expect(put).toMatchObject({
      status: 200,
      body: { job: { title: 'Tap', status: 'done', price: 12.5 }, last_seq: 0 },
    });
    expect(await device.event('chat_updated', ({ job }) => job !== null)).toMatchObject({
      id: chatId,
      job: put.body.job,
    });
    expect((await asHost('PUT', `/chats/${chatId}/job`, {})).body.job).toBeNull();
    expect(await texts(customer, chatId)).toEqual([]);
    device.close();
  });

  it('[AD10] and no other answer to an admin holds what people wrote', async () => {
    const chatId = await server.chat(customer, provider, 'a job with secrets');
    await send(customer, chatId, 'the-secret-of-the-test');
    const pair = { customer_id: customer.id, provider_id: provider.id };
    const answers = [
      await asAdmin('POST', '/chats', { job_id: 'a job with secrets', subject: 's', ...pair }),
      await asAdmin('POST', `/chats/${chatId}/members`, { userId: lsm.id, role: 'lsm' }),
      await asAdmin('PUT', `/chats/${chatId}/job`, { title: 'x' }),
      await asAdmin('POST', `/chats/${chatId}/close`),
      await asAdmin('DELETE', `/chats/${chatId}/members/${lsm.id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 200, 200, 204]);
    expect(JSON.stringify(answers)).not.toContain('the-secret-of-the-test');
  });
});
