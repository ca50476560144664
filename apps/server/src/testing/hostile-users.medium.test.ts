import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bystanders, bystanders, memoryLog } from './bystanders.js';
import { TEST_SECRET } from './host-token.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from './test-server.js';

const SERVICE_TOKEN = 'service-token-of-the-tests-0123456789abcdef';
const MISSING = '00000000-0000-7000-8000-000000000000';
const SECRET_TEXT = 'nobody else may know';
const log = memoryLog();
let server: TestServer;
let others: Bystanders;
let ann: TestUser;
let bob: TestUser;
let eve: TestUser;
/** Of ann and bob; eve is a stranger to it. */
let chatId: string;
let messageId: string;
let eves: TestSocket;

beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN }, { logger: log.logger });
  log.alarms.length = 0; // what the start had to say
  others = await bystanders(server);
  [ann, bob, eve] = [await server.user('customer'), await server.user('provider'), await server.user('customer')];
  chatId = await server.chat(ann, bob);
  messageId = (await say(ann, chatId, SECRET_TEXT)).body.id;
  eves = await server.socket(eve.token);
});

afterEach(() => others.areServed());

afterAll(async () => {
  await server.close();
  expect(log.alarms).toEqual([]);
  for (const secret of [ann.token, SERVICE_TOKEN, SECRET_TEXT]) expect(log.all.join('\n')).not.toContain(secret);
});

const say = (user: TestUser, chat: string, message: string, more: object = {}) =>
  server.rest(user.token, 'POST', `/api/chat/${chat}/messages`, { message, ...more });
const count = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));

describe('the chat of others', () => {
  const commands: Record<string, (message: string) => object> = {
    join_chat: () => ({}),
    leave_chat: () => ({}),
    send_message: (message) => ({ message: 'hi', reply_to: message }),
    typing: () => ({ isTyping: true }),
    mark_read: () => ({ seq: 2 ** 53 - 1 }),
    mark_delivered: () => ({ seq: 1 }),
    edit_message: (message) => ({ messageId: message, message: 'mine now' }),
    delete_message: (message) => ({ messageId: message }),
    react: (message) => ({ messageId: message, emoji: '👍', active: true }),
    pin_message: (message) => ({ messageId: message, pinned: true }),
    list_pins: () => ({}),
    remove_preview: (message) => ({ messageId: message }),
    mark_played: (message) => ({ messageId: message }),
    forward_message: (message) => ({ messageId: message, from_chat_id: chatId }),
    set_chat_prefs: () => ({ pinned: true }),
  };

  it.each(Object.entries(commands))('[ER1][ME1] %s tells it from none by nothing', async (event, rest) => {
    const foreign = await eves.call(event, { chatId, ...rest(messageId) });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await eves.call(event, { chatId: MISSING, ...rest(MISSING) })).toEqual(foreign);
  });

  it('[ER1][SY5] sync does not either, whatever revision and epoch it is asked from', async () => {
    for (const question of [{ revision: 0 }, { revision: 2 ** 53 - 1 }]) {
      const ask = async (id: string, epoch: object) =>
        (await eves.call('sync', { ...epoch, chats: [{ chatId: id, ...question }] })).chats[0];
      const error = { code: 'not_found', message: 'No such chat.' };
      expect(await ask(chatId, {})).toEqual({ chatId, error });
      expect(await ask(MISSING, {})).toEqual({ chatId: MISSING, error });
      expect(await ask(chatId, { epoch: MISSING })).toEqual({ chatId, error });
    }
  });

  it.each([
    ['GET', ''],
    ['GET', '/messages'],
    ['GET', '/messages?around=1'],
    ['GET', '/changes?since=0'],
    ['POST', '/messages', { message: 'hi' }],
    ['POST', '/read', {}],
    ['GET', '/messages?limit=999'],
    ['POST', '/messages', { message: 'hi', colour: 'red' }],
  ])('[ER1][ME1][CM6] %s /api/chat/:id%s does not either', async (method, path, body?) => {
    const ask = (user: TestUser, id: string) => server.rest(user.token, method, `/api/chat/${id}${path}`, body);
    const [foreign, missing, admins] = [
      await ask(eve, chatId),
      await ask(eve, MISSING),
      await ask(await server.user('admin'), chatId),
    ];
    expect([foreign.status, foreign.body]).toEqual([missing.status, missing.body]);
    expect([admins.status, admins.body]).toEqual([missing.status, missing.body]);
    expect([...foreign.headers.keys()]).toEqual([...missing.headers.keys()]);
  });

  it('[ER1][RE5] a message of theirs in a chat of mine is no message', async () => {
    const mine = await server.chat(eve, bob);
    for (const event of ['edit_message', 'delete_message', 'react', 'send_message']) {
      const ask = (id: string) => {
        const { messageId: message, ...rest } = { messageId: id, ...commands[event]?.(id) } as Record<string, unknown>;
        return eves.call(event, { chatId: mine, ...rest, ...(event === 'send_message' ? {} : { messageId: message }) });
      };
      const foreign = await ask(messageId);
      expect(foreign.ok).toBe(false);
      expect(await ask(MISSING)).toEqual(foreign);
    }
  });

  it('[ME2] nothing of it is heard by a stranger, and nothing of the stranger in it', async () => {
    const [anns, bobs] = [await server.socket(ann.token), await server.socket(bob.token)];
    await Promise.all([anns, bobs].map(({ call }) => call('join_chat', { chatId })));
    for (const event of ['join_chat', 'typing', 'mark_read'])
      eves.socket.emit(event, { chatId, ...commands[event]?.('') });
    await bobs.call('typing', { chatId, isTyping: true });
    await bobs.call('send_message', { chatId, message: 'hi' });
    await anns.call('mark_read', { chatId });
    await bobs.event('messages_read', ({ userId }) => userId === ann.id);
    expect(
      eves.events.filter(({ name, payload }) => name !== 'error' && JSON.stringify(payload).includes(chatId)),
    ).toEqual([]);
    expect(JSON.stringify([anns.events, bobs.events])).not.toContain(`"userId":${eve.id},`);
  });

  it('[ME3][ME5][RM3] a removal that races with joining, leaving and sending leaks nothing', async () => {
    const rounds = await Promise.all(
      count(8, async (n) => {
        const [customer, provider] = [await server.user('customer'), await server.user('provider')];
        const id = await server.chat(customer, provider);
        const [stays, goes] = [await server.socket(customer.token), await server.socket(provider.token)];
        await stays.call('join_chat', { chatId: id });
        if (n % 2 === 0) await goes.call('join_chat', { chatId: id });
        const [removed] = await Promise.all([
          server.rest(SERVICE_TOKEN, 'DELETE', `/api/admin/chats/${id}/members/${provider.id}`),
          ...['join_chat', 'leave_chat', 'join_chat'].map((event) => goes.call(event, { chatId: id })),
          ...count(10, (number) => stays.call('send_message', { chatId: id, message: `${number}` })),
        ]);
        const heard = goes.events.length;
        await stays.call('send_message', { chatId: id, message: 'after' });
        await stays.call('mark_read', { chatId: id });
        await stays.call('typing', { chatId: id, isTyping: true });
        expect(await goes.call('join_chat', { chatId: id })).toMatchObject({ error: { code: 'not_found' } });
        return [removed.status, goes.events.slice(heard).filter(({ payload }) => JSON.stringify(payload).includes(id))];
      }),
    );
    expect(rounds).toEqual(rounds.map(() => [204, []]));
  });
});

describe('tokens', () => {
  const sign = (
    claims: Record<string, unknown>,
    { secret = TEST_SECRET, alg = 'HS256', expires = '2h' as string | number } = {},
  ) =>
    new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(new TextEncoder().encode(secret));
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const customer = (sub: unknown) => ({ sub, role: 'customer' }) as Record<string, unknown>;
  const tokens: Record<string, () => Promise<string> | string> = {
    garbage: () => 'garbage',
    'two dots': () => '..',
    'no signature': () => `${encoded({ alg: 'none' })}.${encoded({ ...customer(`${ann.id}`), exp: 4e9 })}.`,
    'another secret': () => sign(customer(`${ann.id}`), { secret: 'x'.repeat(40) }),
    'another algorithm': () => sign(customer(`${ann.id}`), { alg: 'HS512', secret: TEST_SECRET.repeat(2) }),
    'no role': () => sign({ sub: '77' }),
    'a role that is none': () => sign({ sub: '77', role: 'system' }),
    'a list of roles': () => sign({ sub: '77', role: ['admin'] }),
    'the role of every object': () => sign({ sub: '77', role: '__proto__' }),
    'the system’s id': () => sign(customer('0')),
    'an id below nothing': () => sign(customer('-1')),
    'an id beyond': () => sign(customer('2147483648')),
    'an id in hexadecimal': () => sign(customer('0x10')),
    'an id with an exponent': () => sign(customer('1e3')),
    'the service token': () => SERVICE_TOKEN,
  };

  it.each(Object.entries(tokens))(
    '[AU3][AU7][AU24][AU26][AD11] %s opens nothing and changes no session',
    async (_, make) => {
      const token = await make();
      const refusal = await server.socket(token).catch((error: { data?: object }) => error.data);
      expect(refusal).toMatchObject({ code: 'unauthorized' });
      expect((await server.rest(token, 'GET', '/api/chat')).status).toBe(token === SERVICE_TOKEN ? 403 : 401);
      expect(await eves.call('authenticate', { token })).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
      expect(await eves.call('sync', { chats: [] })).toEqual({ ok: true, chats: [] });
    },
  );

  it('[AU5][AU6] one that holds for ever breaks no clock', async () => {
    const forever = await sign(customer(`${eve.id}`), { expires: 1e300 });
    const socket = await server.socket(forever);
    expect(await socket.call('authenticate', { token: forever })).toMatchObject({ ok: true });
    expect(socket.socket.connected).toBe(true);
  });
});

describe('haste', () => {
  it('[DL3] one client_id fifty times at once, over both doors, with fifty texts, is one message', async () => {
    const [bobs, anns] = [await server.socket(bob.token), await server.socket(ann.token)];
    await bobs.call('join_chat', { chatId });
    const answers = await Promise.all(
      count(50, async (n) => {
        const input = { message: `take ${n}`, client_id: 'the same' };
        return n % 2 === 0
          ? (await say(ann, chatId, input.message, input)).body
          : (await anns.call('send_message', { chatId, ...input })).message;
      }),
    );
    expect(new Set(answers.map(({ id, seq, message }) => `${id} ${seq} ${message}`)).size).toBe(1);
    await bobs.event('new_message', ({ id }) => id === answers[0].id);
    expect(bobs.all('new_message').filter(({ client_id: id }) => id === 'the same')).toHaveLength(1);
  });

  it('[RM6][RM8][RM2][DL6] leaving and joining sixty times without waiting ends joined, and is told in turn', async () => {
    const [cleo, dan] = [await server.user('customer'), await server.user('provider')];
    const id = await server.chat(cleo, dan);
    const [cleos, dans] = [await server.socket(cleo.token), await server.socket(dan.token)];
    await dans.call('join_chat', { chatId: id });
    await cleos.call('join_chat', { chatId: id });
    await Promise.all(
      count(60, (n) => [
        cleos.call('leave_chat', { chatId: id }),
        cleos.call('join_chat', { chatId: id }),
        ...(n % 10 === 0 ? [dans.call('send_message', { chatId: id, message: `${n}` })] : []),
      ]).flat(),
    );
    const { message } = await dans.call('send_message', { chatId: id, message: 'the end' });
    await cleos.event('new_message', ({ seq }) => seq === message.seq);
    const seqs = cleos.all('new_message').map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
    const told = dans.events.filter(({ name }) => name.startsWith('user_')).map(({ name }) => name);
    expect(told).toEqual(told.map((_, n) => (n % 2 === 0 ? 'user_joined' : 'user_left')));
    expect(told).toHaveLength(121);
  });

  it('[RC3][RC4][IN8] marks end at the end, whatever they are told', async () => {
    const anns = await server.socket(ann.token);
    const { last_seq: end } = (await server.rest(ann.token, 'GET', `/api/chat/${chatId}`)).body;
    for (const event of ['mark_read', 'mark_delivered']) {
      for (const seq of [2 ** 53 - 1, 2 ** 31, 0, 1])
        expect((await anns.call(event, { chatId, seq })).receipt.seq).toBe(end);
      for (const seq of [2 ** 53, -1, 1.5, '5', null]) {
        expect(await anns.call(event, { chatId, seq })).toMatchObject({ error: { code: 'invalid_payload' } });
      }
    }
  });
});
