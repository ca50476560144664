import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from './test-server.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UTC_MS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const MISSING = '00000000-0000-7000-8000-000000000000';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
let socket: TestSocket;

beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: 'service-token-of-the-tests-0123456789abcdef' });
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
  chatId = await server.chat(customer, provider);
  socket = await server.socket(customer.token);
});

afterAll(() => server.close());

const send = (body: object) => server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, body);

describe('answers', () => {
  it('[CM2] an acknowledgement has the answer under its key, or the error', async () => {
    const sent = await socket.call('send_message', { chatId, message: 'hi' });
    expect(Object.keys(sent).toSorted()).toEqual(['message', 'ok']);
    expect(sent).toMatchObject({ ok: true, message: { chatId, message: 'hi', sender_id: customer.id } });
    const refused = await socket.call('send_message', { chatId });
    expect(refused).toEqual({ ok: false, error: { code: 'invalid_payload', message: 'message: is missing' } });
    expect(await socket.call('typing', { chatId, isTyping: false })).toEqual({ ok: true });
  });

  it('[CM3] without a callback a failure comes as an error event that names the event', async () => {
    socket.socket.emit('send_message', { chatId: MISSING, message: 'hi' });
    const error = await socket.event('error', ({ event }) => event === 'send_message');
    expect(error).toEqual({ code: 'not_found', message: 'No such chat.', event: 'send_message' });
  });

  it('[CM4] REST answers the bare object with 201, and 200 when nothing new was made', async () => {
    const first = await send({ message: 'once', client_id: 'rest-1' });
    const again = await send({ message: 'once more', client_id: 'rest-1' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(first.body).toMatchObject({ chatId, message: 'once', client_id: 'rest-1' });
    expect(again.body).toEqual(first.body);
  });

  it.each([
    ['a malformed chat', { chatId: 'x', message: 'hi' }, 'invalid_payload'],
    ['a missing chat', { chatId: MISSING, message: 'hi' }, 'not_found'],
    ['an unknown field', { message: 'hi', colour: 'red' }, 'invalid_payload'],
    ['an empty text', { message: ' ' }, 'invalid_payload'],
    ['a text that is too long', { message: 'x'.repeat(4001) }, 'payload_too_large'],
    ['a reply to nothing', { message: 'hi', reply_to: MISSING }, 'invalid_payload'],
    ['a system message', { message: 'hi', message_type: 'system' }, 'invalid_payload'],
  ])('[CM7] both doors refuse %s with the same code and text', async (_, payload, code) => {
    const { chatId: id = chatId, ...body } = payload as { chatId?: string };
    const overSocket = await socket.call('send_message', { chatId: id, ...body });
    const overRest = await server.rest(customer.token, 'POST', `/api/chat/${id}/messages`, body);
    expect(overSocket.error).toMatchObject({ code });
    expect(overRest.body).toMatchObject({ code, message: overSocket.error.message });
  });

  it('[CO4][CO5] ids and times have their forms', async () => {
    const { body } = await server.rest(customer.token, 'GET', `/api/chat/${chatId}`);
    const { last_message: message, members } = body;
    expect(message.id).toMatch(UUID_V7);
    for (const { userId } of members) expect(Number.isInteger(userId) && userId >= 1 && userId < 2 ** 31).toBe(true);
    for (const time of [message.created_at, body.created_at, body.last_activity_at]) expect(time).toMatch(UTC_MS);
  });
});

describe('order of things', () => {
  it('[CM10][DL2] whoever sees a message or its acknowledgement finds it committed', async () => {
    const { socket: listening, call } = await server.socket(provider.token);
    await call('join_chat', { chatId });
    const stored = async (id: string) =>
      (await server.database.pooled.query('select 1 from messages where chat_id = $1 and id = $2', [chatId, id]))
        .length;
    const seen: Promise<number>[] = [];
    listening.on('new_message', ({ id }: { id: string }) => seen.push(stored(id)));
    const acked = await Promise.all(
      Array.from({ length: 30 }, async (_, n) =>
        stored((await socket.call('send_message', { chatId, message: `m${n}` })).message.id),
      ),
    );
    await expect.poll(() => seen.length).toBe(30);
    expect([...acked, ...(await Promise.all(seen))]).toEqual(Array.from({ length: 60 }, () => 1));
  });
});

describe('connections', () => {
  it.each(['websocket', 'polling'])('[CO7] %s carries the same events with the same effect', async (transport) => {
    const mine = await server.socket(provider.token, { transports: [transport] });
    expect(await mine.call('join_chat', { chatId })).toMatchObject({ ok: true, chat: { id: chatId } });
    expect(await mine.event('joined_chat')).toMatchObject({ chatId });
    const { message } = await mine.call('send_message', { chatId, message: `over ${transport}` });
    expect(await mine.event('new_message', ({ id }) => id === message.id)).toEqual(message);
    expect(await mine.call('mark_read', { chatId, seq: message.seq })).toMatchObject({
      ok: true,
      receipt: { seq: message.seq },
    });
    expect(await mine.call('leave_chat', { chatId })).toEqual({ ok: true });
    expect(mine.socket.io.engine.transport.name).toBe(transport);
    mine.close();
  });

  it('[CN1] the main namespace is closed', async () => {
    const main = io(server.url, { auth: { token: customer.token }, reconnection: false, forceNew: true });
    const error = await new Promise<Error>((refused) => main.once('connect_error', refused));
    expect(error.message).toContain('/chat');
    main.close();
  });

  it('[CN3] beyond the most connections of one user the oldest is displaced, for good', async () => {
    const other = await startTestServer({ LIMIT_CONNECTIONS_PER_USER: '2' });
    const { token } = await other.user('customer');
    const sockets = [await other.socket(token), await other.socket(token), await other.socket(token)];
    expect(await sockets[0]?.event('error')).toMatchObject({ code: 'displaced' });
    await expect.poll(() => sockets.map((one) => one.socket.connected)).toEqual([false, true, true]);
    await other.close();
  });

  it('[SY9] all connections are told the same epoch, and it is the database’s', async () => {
    const told = await Promise.all(
      [customer, provider].map(async ({ token }) => (await (await server.socket(token)).event('connected')).epoch),
    );
    expect(new Set([...told, await server.database.epoch()]).size).toBe(1);
  });

  it('[CN5][OP3] a draining server says so and closes the transport, so that clients come back by themselves', async () => {
    const other = await startTestServer();
    const { token } = await other.user('customer');
    const { socket: leaving, event } = await other.socket(token);
    const reason = new Promise<string>((closed) => leaving.once('disconnect', closed));
    const started = Date.now();
    const drained = other.drain();
    expect(await event('server_draining')).toEqual({ reconnect_in_ms: expect.any(Number) });
    expect(await reason).toMatch(/^transport (?:close|error)$/);
    await drained;
    expect(Date.now() - started).toBeLessThan(25_000);
    await other.close();
  });
});

describe('metrics', () => {
  const names = [
    'chat_connections',
    'chat_events_total',
    'chat_message_ack_duration_seconds',
    'chat_message_delivery_duration_seconds',
    'chat_append_batch_size',
    'chat_sync_requests_total',
    'chat_gap_detected_total',
    'chat_outbound_buffer_bytes',
    'chat_slow_consumer_closes_total',
    'chat_ratelimit_rejections_total',
    'chat_db_pool_wait_seconds',
    'chat_handshakes_waiting',
    'chat_draining',
  ];

  it('[OP2] have the documented names, and no label is a user or a chat', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const name of names) expect(text).toContain(`# TYPE ${name} `);
    expect(text).not.toContain(chatId);
    const labels = new Set(
      [...text.matchAll(/^chat_\w+\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
        [...list.matchAll(/(\w+)=/g)].map(([, label]) => label),
      ),
    );
    expect([...labels]).toEqual(expect.arrayContaining(['code', 'event']));
    for (const label of labels)
      expect(['event', 'code', 'transport', 'le', 'task', 'pool', 'result', 'source', 'limiter']).toContain(label);
  });

  it('are nobody’s business from elsewhere, but with the service token', async () => {
    const from = async (token?: string) =>
      (
        await fetch(`${server.url}/metrics`, {
          headers: {
            'X-Forwarded-For': '8.8.8.8',
            ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          },
        })
      ).status;
    expect([await from(), await from('wrong'), await from('service-token-of-the-tests-0123456789abcdef')]).toEqual([
      404, 404, 200,
    ]);
  });
});
