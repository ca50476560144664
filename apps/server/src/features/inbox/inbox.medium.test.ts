import { randomUUID } from 'node:crypto';
import { chatActivitySchema, chatSummarySchema } from '@stm-chat/protocol/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider] = await Promise.all([
    server.user('customer', { name: 'Cleo' }),
    server.user('provider', { name: 'Pavel' }),
  ]);
});
afterAll(() => server.close());

const post = (user: TestUser, body: unknown) => server.rest(user.token, 'POST', '/api/chat', body);
const get = (user: TestUser, path: string) => server.rest(user.token, 'GET', `/api/chat${path}`);
const send = (user: TestUser, chatId: string, message = 'hello') =>
  server.rest(user.token, 'POST', `/api/chat/${chatId}/messages`, { message });
const ids = (chats: { id: string }[]) => chats.map(({ id }) => id);
/** A call and its answer: what was sent to this connection before is there. */
const settled = (device: TestSocket) => device.call('leave_chat', { chatId: randomUUID() });

describe('opening a chat', () => {
  it('[CH3] makes one of however many ask at once, from either side', async () => {
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        n % 2 === 0
          ? post(customer, { job_id: 'the tap', subject: 'Tap', provider_id: provider.id })
          : post(provider, { job_id: 'the tap', subject: 'Tap', customer_id: customer.id }),
      ),
    );
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
  });

  it('[CH2][CO6] answers exactly the summary of the contract', async () => {
    const job = { title: 'Tap', price: '40', currency: 'EUR' };
    const { body } = await post(customer, { job_id: ' trimmed ', subject: ' Tap ', provider_id: provider.id, job });
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      job_id: 'trimmed',
      job,
      subject: 'Tap',
      status: 'open',
      customer_id: customer.id,
      provider_id: provider.id,
      lsm_id: null,
      members: [
        {
          userId: customer.id,
          role: 'customer',
          name: 'Cleo',
          read_seq: 0,
          read_at: null,
          delivered_seq: 0,
          online: false,
          last_seen: null,
        },
        {
          userId: provider.id,
          role: 'provider',
          name: 'Pavel',
          read_seq: 0,
          read_at: null,
          delivered_seq: 0,
          online: false,
          last_seen: null,
        },
      ],
      last_message: null,
      last_seq: 0,
      read_seq: 0,
      unread: 0,
      revision: 1,
      prefs: { muted_until: null, pinned: false, archived: false, marked_unread: false, draft: null },
      dispute: null,
      parent_id: null,
      lane: null,
      created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      last_activity_at: body.created_at,
    });
    const message = (await send(provider, body.id, 'on my way')).body;
    const after = (await get(customer, `/${body.id}`)).body;
    expect(after).toMatchObject({
      last_message: message,
      last_seq: 1,
      unread: 1,
      revision: 2,
      last_activity_at: message.created_at,
    });
    expect(chatSummarySchema.strict().parse(after)).toEqual(after);
    expect((await get(provider, `/${body.id}`)).body).toMatchObject({ last_seq: 1, unread: 0 });
  });

  it('[CH4] fills the caller’s own side and nobody else’s', async () => {
    const other = await server.user('customer');
    const lsm = await server.user('lsm');
    const open = async (sides: object) => (await post(customer, { job_id: 'sides', subject: 's', ...sides })).body;
    expect(await open({ customer_id: customer.id, provider_id: provider.id })).toMatchObject({
      customer_id: customer.id,
    });
    expect(await open({ customer_id: other.id, provider_id: provider.id })).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('customer_id'),
    });
    expect(await open({})).toMatchObject({ code: 'invalid_payload', message: 'provider_id: is missing' });
    expect(await open({ provider_id: lsm.id })).toMatchObject({
      code: 'invalid_payload',
      message: 'provider_id: is not a provider',
    });
    expect(await open({ provider_id: other.id })).toMatchObject({ message: 'provider_id: is not a provider' });
    expect(await open({ provider_id: customer.id })).toMatchObject({ message: 'provider_id: must be another user' });
    expect(await open({ provider_id: 0 })).toMatchObject({
      code: 'invalid_payload',
      message: expect.stringContaining('provider_id'),
    });
  });

  it('[CH4] takes another party who was never here, who then has the opposite role', async () => {
    const made = await post(customer, { job_id: 'new', subject: 's', provider_id: 888_001 });
    expect(made.status).toBe(201);
    expect(made.body.members[1]).toMatchObject({ userId: 888_001, role: 'provider', name: '' });
    const newcomer = await server.user('provider', { id: 888_001, name: 'Now here' });
    expect(ids((await get(newcomer, '')).body.chats)).toEqual([made.body.id]);
  });

  it('[CH5] is for customers and providers', async () => {
    for (const role of ['lsm', 'admin'] as const) {
      const user = await server.user(role);
      const answer = await post(user, {
        job_id: 'x',
        subject: 's',
        customer_id: customer.id,
        provider_id: provider.id,
      });
      expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  it('[CU1] tells all devices of both', async () => {
    const devices = await Promise.all([
      server.socket(customer.token),
      server.socket(provider.token),
      server.socket(provider.token),
    ]);
    const { body } = await post(customer, { job_id: 'told', subject: 's', provider_id: provider.id });
    for (const device of devices) {
      const told = await device.event('chat_updated', ({ id }) => id === body.id);
      expect(chatSummarySchema.strict().parse(told)).toEqual(told);
      expect(told.members.map(({ online }: { online: boolean }) => online)).toEqual([true, true]);
      device.close();
    }
  });
});

describe('with other settings', () => {
  it('[CH5] CHAT_CREATION=host leaves opening to the host platform', async () => {
    const strict = await startTestServer({ CHAT_CREATION: 'host' });
    try {
      const [one, two] = await Promise.all([strict.user('customer'), strict.user('provider')]);
      const answer = await strict.rest(one.token, 'POST', '/api/chat', {
        job_id: 'x',
        subject: 's',
        provider_id: two.id,
      });
      expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
    } finally {
      await strict.close();
    }
  });

  it('[LI3][CM6] LIMIT_NEW_CHATS counts new chats and no repeats', async () => {
    const strict = await startTestServer({ LIMIT_NEW_CHATS: '2/day' });
    try {
      const [one, two] = await Promise.all([strict.user('customer'), strict.user('provider')]);
      const open = (job_id: string, who = one) =>
        strict.rest(who.token, 'POST', '/api/chat', {
          job_id,
          subject: 's',
          ...(who === one ? { provider_id: two.id } : { customer_id: one.id }),
        });
      expect((await open('a')).status).toBe(201);
      for (let n = 0; n < 5; n++) expect((await open('a')).status).toBe(200);
      expect((await open('b')).status).toBe(201);
      const refused = await open('c');
      expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited', retry_after_ms: expect.any(Number) });
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect((await open('b')).status).toBe(200);
      expect((await open('c', two)).status).toBe(201);
    } finally {
      await strict.close();
    }
  });
});

describe('the list', () => {
  it('[CH1][CM9] comes in pages, newest activity first, each chat once although chats move meanwhile', async () => {
    const lister = await server.user('customer');
    const chats: string[] = [];
    for (let n = 0; n < 7; n++) chats.unshift(await server.chat(lister, provider));
    await send(provider, chats[6]!);
    const expected = [chats[6]!, ...chats.slice(0, 6)];
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page = await get(lister, `?limit=2${next === null ? '' : `&cursor=${next}`}`);
      expect(page.status).toBe(200);
      expect(page.body.chats.length).toBeLessThanOrEqual(2);
      seen.push(...ids(page.body.chats));
      next = page.body.next;
      await send(provider, chats[4]!);
      await send(provider, chats[5]!);
    } while (next !== null);
    expect(seen).toEqual(expected);
    const again = (await get(lister, '')).body;
    expect(ids(again.chats).slice(0, 2)).toEqual([chats[5], chats[4]]);
    expect(again.next).toBeNull();
    expect((await server.rest(lister.token, 'GET', '/chat?limit=1')).body.chats).toHaveLength(1);
  });

  it('[IN8] refuses a cursor that no page gave, and a limit out of range', async () => {
    for (const cursor of ['garbage', '%00', 'MQ', 'eyJhIjoxfQ']) {
      const { body } = await get(customer, `?cursor=${cursor}`);
      expect(body).toMatchObject({ status: 400, code: 'invalid_payload' });
      expect(body.message).toMatch(/^cursor: /);
    }
    for (const limit of ['0', '201', 'x', '1.5']) {
      expect((await get(customer, `?limit=${limit}`)).body.message).toMatch(/^limit: /);
    }
  });
});

describe('what is unread after a page', () => {
  it('[UN5] is counted of all chats that come after it, on each page, and of nobody else', async () => {
    const [reader, writer, other] = await Promise.all([
      server.user('customer'),
      server.user('provider'),
      server.user('provider'),
    ]);
    const chatIds: string[] = [];
    for (let n = 0; n < 5; n++) {
      const made = await post(reader, { job_id: `unread ${n}`, subject: 'Tap', provider_id: writer.id });
      chatIds.push(made.body.id);
      for (let m = 0; m <= n; m++) await send(writer, made.body.id);
    }
    // Newest first: 5, 4, 3, 2 and 1 messages.
    const after = async (limit: number, cursor = '') => {
      const { body } = await get(reader, `?limit=${limit}${cursor}`);
      return [body.chats.map(({ unread }: { unread: number }) => unread), body.unread_after, body.next];
    };
    expect(await after(10)).toEqual([[5, 4, 3, 2, 1], 0, null]);
    expect(await after(5)).toEqual([[5, 4, 3, 2, 1], 0, null]);
    expect(await after(4)).toEqual([[5, 4, 3, 2], 1, expect.any(String)]);
    const [, below, next] = await after(2);
    expect(below).toBe(6);

    // Chats that came up or are new since the first page was read are on no later one.
    await send(writer, chatIds[0] ?? '');
    const fresh = await post(reader, { job_id: 'unread new', subject: 'Tap', provider_id: other.id });
    await send(other, fresh.body.id);
    expect((await after(1, `&cursor=${next}`)).slice(0, 2)).toEqual([[3], 4]);

    await server.rest(reader.token, 'POST', `/api/chat/${chatIds[1]}/read`, {});
    const { body } = await get(reader, `/${chatIds[0]}/messages`);
    expect((await after(3)).slice(0, 2)).toEqual([[1, 2, 5], 7]);
    await server.rest(writer.token, 'DELETE', `/api/chat/${chatIds[0]}/messages/${body.messages[0].id}`);
    expect((await after(3)).slice(0, 2)).toEqual([[1, 1, 5], 7]);
    expect((await server.rest(writer.token, 'GET', '/api/chat?limit=1')).body.unread_after).toBe(0);
  });
});

describe('joining and leaving', () => {
  it('[RM1][RM2][RM4][RM6] tell the caller and the others, at a user’s first and last socket', async () => {
    const chatId = await server.chat(customer, provider);
    const [first, second, other] = await Promise.all([
      server.socket(customer.token),
      server.socket(customer.token),
      server.socket(provider.token),
    ]);
    await other.call('join_chat', { chatId });
    const joined = await first.call('join_chat', { chatId });
    expect(joined).toEqual({ ok: true, chat: (await get(customer, `/${chatId}`)).body });
    expect(first.all('joined_chat')).toEqual([{ chatId, message: expect.any(String) }]);
    expect(await other.event('user_joined')).toEqual({ userId: customer.id, chatId });
    await second.call('join_chat', { chatId });
    expect((await first.call('join_chat', { chatId })).ok).toBe(true);
    expect(await first.call('leave_chat', { chatId })).toEqual({ ok: true });
    expect(first.all('left_chat')).toEqual([{ chatId }]);
    await settled(other);
    expect(other.all('user_joined')).toHaveLength(1);
    expect(other.all('user_left')).toEqual([]);
    await second.call('leave_chat', { chatId });
    expect(await other.event('user_left')).toEqual({ userId: customer.id, chatId });
    expect(first.all('user_joined')).toEqual([]);
    for (const device of [first, second, other]) device.close();
  });

  it('[RM3][RM7] are for members', async () => {
    const chatId = await server.chat(customer, provider);
    const stranger = await server.socket((await server.user('provider')).token);
    const error = { code: 'not_found', message: 'No such chat.' };
    expect(await stranger.call('join_chat', { chatId })).toEqual({ ok: false, error });
    expect(await stranger.call('leave_chat', { chatId })).toEqual({ ok: false, error });
    stranger.socket.emit('join_chat', { chatId });
    expect(await stranger.event('error')).toEqual({ ...error, event: 'join_chat' });
    await send(customer, chatId);
    await settled(stranger);
    expect(stranger.events.map(({ name }) => name)).toEqual(['connected', 'error']);
    stranger.close();
  });

  it('[RM5][RM8] end with the connection, and a socket that left hears no more', async () => {
    const chatId = await server.chat(customer, provider);
    const [leaver, dropper, stays] = await Promise.all([
      server.socket(customer.token),
      server.socket(customer.token),
      server.socket(provider.token),
    ]);
    for (const device of [leaver, dropper, stays]) await device.call('join_chat', { chatId });
    await leaver.call('leave_chat', { chatId });
    await send(provider, chatId);
    await dropper.event('new_message');
    await settled(leaver);
    expect(leaver.all('new_message')).toEqual([]);
    expect(stays.all('user_left')).toEqual([]);
    dropper.close();
    expect(await stays.event('user_left')).toEqual({ userId: customer.id, chatId });
    for (const device of [leaver, stays]) device.close();
  });

  it('[CM8] take effect in the order in which they were asked for, without waiting', async () => {
    const chatId = await server.chat(customer, provider);
    const device = await server.socket(customer.token);
    device.socket.emit('join_chat', { chatId });
    device.socket.emit('leave_chat', { chatId });
    expect((await device.call('join_chat', { chatId })).ok).toBe(true);
    await send(provider, chatId, 'are you there?');
    expect(await device.event('new_message')).toMatchObject({ chatId, message: 'are you there?' });
    const ofChat = device.events.filter(({ payload }) => JSON.stringify(payload).includes(chatId));
    expect(ofChat.map(({ name }) => name)).toEqual(['joined_chat', 'left_chat', 'joined_chat', 'new_message']);
    device.socket.emit('join_chat', { chatId });
    await device.call('leave_chat', { chatId });
    await send(provider, chatId, 'and now?');
    await device.event('chat_updated');
    expect(device.all('new_message')).toHaveLength(1);
    device.close();
  });
});

describe('after messages', () => {
  it('[CU2][CU4] devices that have not joined get the activity alone, each user with the own count', async () => {
    const chatId = await server.chat(customer, provider);
    const [joined, outside, sender] = await Promise.all([
      server.socket(customer.token),
      server.socket(customer.token),
      server.socket(provider.token),
    ]);
    await joined.call('join_chat', { chatId });
    const message = (await send(provider, chatId)).body;
    const told = await outside.event('chat_updated', ({ last_seq }) => last_seq === 1);
    expect(told).toEqual({ chatId, last_message: message, last_seq: 1, revision: message.revision, unread: 1 });
    expect(chatActivitySchema.strict().parse(told)).toEqual(told);
    expect(await sender.event('chat_updated', ({ last_seq }) => last_seq === 1)).toMatchObject({ unread: 0 });
    await joined.event('new_message');
    await settled(joined);
    expect(joined.all('chat_updated').filter(({ last_seq }) => last_seq === 1)).toEqual([]);
    for (const device of [joined, outside, sender]) device.close();
  });

  it('[CU3] are told of at most once per second, and of the last one always', async () => {
    const chatId = await server.chat(customer, provider);
    const outside = await server.socket(customer.token);
    const arrivals: number[] = [];
    outside.socket.on('chat_updated', (update: { chatId?: string }) => {
      if (update.chatId === chatId) arrivals.push(performance.now());
    });
    for (let n = 0; n < 30; n++) await send(provider, chatId, `message ${n}`);
    const last = await outside.event('chat_updated', ({ last_seq }) => last_seq === 30);
    expect(last).toMatchObject({ chatId, unread: 30, last_message: { seq: 30, message: 'message 29' } });
    const gaps = arrivals.slice(1).map((at, index) => at - arrivals[index]!);
    // What the server spaces by a second may arrive a little closer.
    expect(Math.min(...gaps)).toBeGreaterThan(900);
    outside.close();
  });
});
