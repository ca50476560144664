import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bystanders, bystanders, memoryLog } from './bystanders.js';
import { rawChat, rawConnection } from './raw-connection.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from './test-server.js';

const log = memoryLog();
let server: TestServer;
let others: Bystanders;
let ann: TestUser;
let chatId: string;
let socket: TestSocket;

beforeAll(async () => {
  server = await startTestServer({ LIMIT_CONNECTIONS_PER_USER: '0' }, { logger: log.logger });
  log.alarms.length = 0; // what the start had to say
  others = await bystanders(server);
  ann = await server.user('customer');
  chatId = await server.chat(ann, await server.user('provider'));
  socket = await server.socket(ann.token);
});

afterEach(() => others.areServed());

afterAll(async () => {
  await server.close();
  expect(log.alarms).toEqual([]);
});

/** `code` of a refusal, `ok` of a success. */
const outcome = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code);
const nested = (depth: number): object => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('payloads of the wrong shape', () => {
  const commands: Record<string, Record<string, unknown>> = {
    join_chat: {},
    leave_chat: {},
    send_message: { message: 'hi' },
    typing: { isTyping: false },
    mark_read: { seq: 1 },
    mark_delivered: { seq: 1 },
    edit_message: { messageId: '00000000-0000-7000-8000-000000000000', message: 'hi' },
    delete_message: { messageId: '00000000-0000-7000-8000-000000000000' },
    react: { messageId: '00000000-0000-7000-8000-000000000000', emoji: '👍', active: true },
    set_chat_prefs: { pinned: true },
  };
  const good = (event: string) => ({ chatId, ...commands[event] });
  const values = [null, {}, [], '', -1, 1.5, 2 ** 53, 'a\0b', '\ud800', Buffer.from('x'), { $ne: '' }];

  it.each(Object.keys(commands))('[IN1][IN4][IN7][IN13] %s takes one object of known fields', async (event) => {
    const wrong = [
      [],
      [null],
      [7],
      ['text'],
      [[good(event)]],
      [Buffer.from('{}')],
      [nested(3000)],
      [good(event), good(event)],
      [{ ...good(event), colour: 'red' }],
      [{ ...good(event), constructor: { prototype: { polluted: 1 } } }],
      [{ ...good(event), prototype: {} }],
      [Object.defineProperty(good(event), '__proto__', { value: { polluted: 1 }, enumerable: true })],
    ];
    const answers = await Promise.all(wrong.map((args) => socket.socket.timeout(5000).emitWithAck(event, ...args)));
    expect(answers.map(outcome)).toEqual(wrong.map(() => 'invalid_payload'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(await socket.call('join_chat', { chatId })).toMatchObject({ ok: true });
  });

  it.each(Object.entries(commands))(
    '[IN2][IN3][IN6] %s says which field is wrong, and not what it held',
    async (event, fields) => {
      for (const field of ['chatId', ...Object.keys(fields)]) {
        for (const value of values) {
          // A caption may be emptied: whether this message has one is no matter of shape.
          if (event === 'edit_message' && field === 'message' && value === '') continue;
          const { ok, error } = await socket.call(event, { ...good(event), [field]: value });
          expect([event, field, value, ok, error.code]).toEqual([event, field, value, false, 'invalid_payload']);
          expect(error.message).toMatch(new RegExp(`^${field}(?:\\.\\w+)?: `));
          expect(error.message).not.toContain('$ne');
        }
      }
    },
  );

  it.each(['nope', '', '__proto__', 'constructor', 'hasOwnProperty', 'new_message', 'tips', 'login', 'x'.repeat(9000)])(
    '[IN5] the event %.20s is not known',
    async (event) => {
      expect(await socket.call(event, {})).toMatchObject({ ok: false, error: { code: 'invalid_payload' } });
    },
  );
});

describe('frames', () => {
  const event = (name: string, data: unknown, ack = '') => `42/chat,${ack}${JSON.stringify([name, data])}`;
  const frames: Record<string, [frame: string | Buffer, outcome: 'served' | 'closed']> = {
    'no Engine.IO packet': ['hello', 'closed'],
    'an empty frame': ['', 'closed'],
    'a ping of a client': ['2', 'closed'],
    'a pong to no ping': ['3', 'served'],
    'binary out of nowhere': [Buffer.from('42/chat,["x"]'), 'closed'],
    'no Socket.IO packet': ['4', 'closed'],
    'broken JSON': ['42/chat,[', 'closed'],
    'JSON that is no list': ['42/chat,{"a":1}', 'closed'],
    'an event without a name': ['42/chat,[null]', 'closed'],
    'an event whose name is an object': ['42/chat,[{"a":1}]', 'closed'],
    'an event whose name is a number': ['42/chat,[5]', 'served'],
    'a reserved event': ['42/chat,["disconnect"]', 'closed'],
    'another reserved event': ['42/chat,["newListener",{}]', 'closed'],
    'an event of another namespace': ['42/admin,["x"]', 'closed'],
    'a CONNECT to another namespace': ['40/admin,{}', 'served'],
    'a second CONNECT': ['40/chat,{"token":"x"}', 'closed'],
    'a CONNECT with a list': ['40/chat,[1]', 'closed'],
    'leaving the namespace': ['41/chat,', 'closed'],
    'an answer to nothing': ['43/chat,7["x"]', 'served'],
    'an error of a client': ['44/chat,{}', 'closed'],
    'a negative acknowledgement id': ['42/chat,-1["typing",{}]', 'closed'],
    'a huge acknowledgement id': [`42/chat,${'9'.repeat(400)}["nope",{}]`, 'served'],
    'a thousand million attachments': ['451000000000-/chat,["x"]', 'closed'],
    'an attachment in the place of a prototype': ['451-/chat,["x",{"_placeholder":true,"num":"__proto__"}]', 'served'],
    'twenty thousand brackets': [`42/chat,["nope",${'['.repeat(20_000)}${']'.repeat(20_000)}]`, 'served'],
    'twenty thousand arguments': [`42/chat,["typing",${'1,'.repeat(20_000)}1]`, 'served'],
    'a number beyond all numbers': ['42/chat,["mark_read",{"chatId":"x","seq":1e999}]', 'served'],
    'just 64 KiB': [`42/chat,["nope","${'x'.repeat(65_536 - 19)}"]`, 'served'],
    'a byte more than 64 KiB': [`42/chat,["nope","${'x'.repeat(65_537 - 19)}"]`, 'closed'],
    'more than 64 KiB in two-byte characters': [`42/chat,["nope","${'é'.repeat(40_000)}"]`, 'closed'],
  };

  it.each(Object.entries(frames))('[IN11][IN12] %s harms at most its own connection', async (_, [frame, expected]) => {
    const raw = await rawChat(server.port, ann.token);
    raw.send(frame, event('typing', { chatId, isTyping: false }, '77'));
    const served = await raw.hears('43/chat,77[{"ok":true}]');
    expect(served ? 'served' : 'closed').toBe(expected);
    raw.end();
  });

  it.each([
    ['an event', [event('send_message', {})]],
    ['an acknowledgement', ['43/chat,1[]']],
    ['two CONNECTs at once', ['40/chat,{"token":"A"}', '40/chat,{"token":"A"}']],
    ['an event right behind CONNECT', ['40/chat,{"token":"A"}', event('send_message', {})]],
  ])('[AU3][IN12] %s before the connection is accepted closes it, and nothing is sent', async (_, sent) => {
    const raw = await rawConnection(server.port);
    raw.send(...sent.map((frame) => frame.replace('A', ann.token)));
    await raw.closed();
    expect(raw.packets).toEqual([]);
  });

  it.each([
    ['CONNECT with a bad token', () => '40/chat,{"token":"x"}'],
    ['CONNECT to ever other namespaces', (n: number) => `40/n${n},{}`],
    ['answers to nothing', (n: number) => `43/chat,${n}[]`],
    ['leaving and coming back', (n: number) => (n % 2 === 0 ? '41/chat,' : `40/chat,{"token":"${ann.token}"}`)],
  ])('[IN12][LI5] %s, a thousand times, ends the connection and keeps nobody waiting', async (_, packet) => {
    const raw = await (packet(0).startsWith('40') ? rawConnection(server.port) : rawChat(server.port, ann.token));
    raw.send(...Array.from({ length: 1000 }, (_unused, n) => packet(n)));
    await others.areServed();
    await raw.closed();
    expect(raw.packets.length).toBeLessThan(10);
  });

  it('[CO7][DL14][IN11][IN12] over polling too: many packets in one body in order, a broken one ends its session alone', async () => {
    const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const open = async () => `${url}&sid=${JSON.parse((await (await fetch(url)).text()).slice(1)).sid}`;
    const session = await open();
    const post = async (body: string) => (await fetch(session, { method: 'POST', body })).status;
    const poll = async () => (await fetch(session)).text();
    expect(await post(`40/chat,${JSON.stringify({ token: ann.token })}`)).toBe(200);
    for (let heard = ''; !heard.includes('"connected"');) heard += await poll();
    const texts = Array.from({ length: 50 }, (_, n) => `polled ${n}`);
    expect(await post(texts.map((message) => event('send_message', { chatId, message })).join('\x1e'))).toBe(200);
    const stored = async () => {
      const { body } = await server.rest(ann.token, 'GET', `/api/chat/${chatId}/messages?limit=50`);
      return body.messages.map(({ message }: { message: string }) => message);
    };
    await expect.poll(stored).toEqual(texts);
    expect((await fetch(session, { method: 'DELETE' })).status).toBe(405);
    expect(await post('no packet')).toBe(200);
    await expect.poll(async () => (await fetch(session)).status).toBe(400);
    // As a frame of that size does over WebSocket.
    const other = await open();
    expect((await fetch(other, { method: 'POST', body: 'x'.repeat(65_537) })).status).toBe(413);
    await expect.poll(async () => (await fetch(other)).status).toBe(400);
  });
});
