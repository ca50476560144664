import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { DOORS, openDoor } from './testing/doors.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider, stranger] = await Promise.all([
    server.user('customer'),
    server.user('provider'),
    server.user('provider'),
  ]);
});
afterAll(() => server.close());

const newChat = () => server.chat(customer, provider);
const history = async (chatId: string) =>
  (await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages`)).body;
const close = (chatId: string) => server.database.realtime.query('update chats set status = 2 where id = $1', [chatId]);
const NO_UUID = '00000000-0000-7000-8000-000000000000';

const joined = async (user: TestUser, chatId: string) => {
  const socket = await server.socket(user.token);
  expect(await socket.call('join_chat', { chatId })).toMatchObject({ ok: true });
  return socket;
};

it('[DL7][DL13] a message that was stored late, and told to nobody, is told when its sender tries again', async () => {
  const chatId = await newChat();
  const member = await joined(provider, chatId);
  const clientId = v7();
  await server.database.realtime.query(
    `select from append_batch(array[$1::uuid], false, false, array[1], array[$2::uuid], array[$3::int], array[0::smallint], null,
       array[$4::uuid], array['late'], null, null)`,
    [chatId, v7(), customer.id, clientId],
  );
  const send = await openDoor(server, customer, 'socket');
  const { body } = await send('send_message', { chatId, message: 'late', client_id: clientId });
  expect(await member.event('new_message')).toEqual(body);
});

describe.each(DOORS)('sending over %s', (kind) => {
  it('[DL1][DL7][DL10][DL11] gives the message, and gives it to every socket that joined', async () => {
    const chatId = await newChat();
    const members = await Promise.all([joined(customer, chatId), joined(customer, chatId), joined(provider, chatId)]);
    const outside = await server.socket(provider.token);
    const send = await openDoor(server, customer, kind);
    const { body, error } = await send('send_message', { chatId, message: '  Hello 👋  ', client_id: 'mine-1' });
    expect(error).toBeUndefined();
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      chatId,
      seq: 1,
      revision: 2,
      sender_type: 'customer',
      sender_id: customer.id,
      message: 'Hello 👋',
      message_type: 'text',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      client_id: 'mine-1',
      reply_to: null,
      edited_at: null,
      deleted_at: null,
      attachments: [],
      reactions: [],
    });
    for (const member of members) expect(await member.event('new_message')).toEqual(body);
    expect(outside.all('new_message')).toEqual([]);
    expect((await history(chatId)).messages).toEqual([body]);
  });

  it('[DL3][DL4] the same client_id is the same message, once; of another sender or chat it is another', async () => {
    const [chatId, otherChat] = await Promise.all([newChat(), newChat()]);
    const member = await joined(provider, chatId);
    const send = await openDoor(server, customer, kind);
    const first = await send('send_message', { chatId, message: 'first', client_id: 'same' });
    const again = await send('send_message', { chatId, message: 'second', client_id: 'same' });
    expect(again.body).toEqual(first.body);
    const theirs = await (
      await openDoor(server, provider, kind)
    )('send_message', {
      chatId,
      message: 'theirs',
      client_id: 'same',
    });
    const elsewhere = await send('send_message', { chatId: otherChat, message: 'elsewhere', client_id: 'same' });
    expect([theirs.body.seq, elsewhere.body.seq]).toEqual([2, 1]);
    await member.event('new_message', ({ seq }) => seq === 2);
    expect(member.all('new_message').map(({ message }) => message)).toEqual(['first', 'theirs']);
  });

  it('[DL3][CH7] a repeat is answered in a closed chat too, where anything new is refused', async () => {
    const chatId = await newChat();
    const send = await openDoor(server, customer, kind);
    const first = await send('send_message', { chatId, message: 'in time', client_id: 'kept' });
    await close(chatId);
    expect((await send('send_message', { chatId, message: 'in time', client_id: 'kept' })).body).toEqual(first.body);
    expect((await send('send_message', { chatId, message: 'too late' })).error?.code).toBe('chat_closed');
    expect((await history(chatId)).messages).toHaveLength(1);
  });

  it('[ME1] is not_found for a stranger, an unknown chat, and the same in both', async () => {
    const send = await openDoor(server, stranger, kind);
    const here = await send('send_message', { chatId: await newChat(), message: 'let me in' });
    const nowhere = await send('send_message', { chatId: NO_UUID, message: 'let me in' });
    expect(here.error).toEqual(nowhere.error);
    expect(here.error?.code).toBe('not_found');
  });

  it('[RE4][RE5] a reply names what it answers, in this chat alone', async () => {
    const [chatId, otherChat] = await Promise.all([newChat(), newChat()]);
    const member = await joined(provider, chatId);
    const send = await openDoor(server, customer, kind);
    const { body: first } = await send('send_message', { chatId, message: 'é'.repeat(300) });
    const { body: reply } = await send('send_message', { chatId, message: 'yes', reply_to: first.id });
    const quote = { id: first.id, seq: 1, sender_id: customer.id, preview: 'é'.repeat(160) };
    expect(reply.reply_to).toEqual(quote);
    expect((await member.event('new_message', ({ seq }) => seq === 2)).reply_to).toEqual(quote);
    expect((await history(chatId)).messages[1].reply_to).toEqual(quote);
    const wrong = await send('send_message', { chatId: otherChat, message: 'yes', reply_to: first.id });
    expect(wrong.error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('reply_to') });
  });

  it('[CM6] refuses attachments that were never uploaded, by name, and after membership and repeats', async () => {
    const send = await openDoor(server, customer, kind);
    const chatId = await newChat();
    const { error } = await send('send_message', { chatId, message: 'see', attachment_ids: ['x'] });
    expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('attachment_ids') });
    expect((await history(chatId)).messages).toEqual([]);
    const stranger = await openDoor(server, await server.user('customer'), kind);
    const foreign = await stranger('send_message', { chatId, message: 'see', attachment_ids: ['x'] });
    expect(foreign.error?.code).toBe('not_found');
    const { body: first } = await send('send_message', { chatId, message: 'once', client_id: 'c' });
    const repeat = await send('send_message', { chatId, message: 'see', client_id: 'c', attachment_ids: ['x'] });
    expect(repeat.body).toEqual(first);
  });

  it('[DL12] does not move what the sender has read', async () => {
    const chatId = await newChat();
    await (
      await openDoor(server, customer, kind)
    )('send_message', { chatId, message: 'mine' });
    const { body } = await server.rest(customer.token, 'GET', `/api/chat/${chatId}`);
    expect(body).toMatchObject({ last_seq: 1, read_seq: 0, unread: 0 });
  });
});

it('[DL11] answers 201 the first time and 200 the next', async () => {
  const path = `/api/chat/${await newChat()}/messages`;
  const post = () => server.rest(customer.token, 'POST', path, { message: 'hi', client_id: 'once' });
  expect([(await post()).status, (await post()).status]).toEqual([201, 200]);
});

it('[DL3] the same client_id 50 times at once over both doors is one message, seen once', async () => {
  const chatId = await newChat();
  const member = await joined(provider, chatId);
  const doors = await Promise.all([...DOORS, ...DOORS].map((kind) => openDoor(server, customer, kind)));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      doors[n % doors.length]!('send_message', { chatId, message: `try ${n}`, client_id: 'a-50' }),
    ),
  );
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers[0]?.body.seq).toBe(1);
  const send = doors[0]!;
  await send('send_message', { chatId, message: 'the end' });
  await member.event('new_message', ({ message }) => message === 'the end');
  expect(member.all('new_message').map(({ seq }) => seq)).toEqual([1, 2]);
});

it('[DL5][DL6][DL14] 100 messages that nobody waits for keep their order, for sender and receiver', async () => {
  const chatId = await newChat();
  const [sender, receiver] = await Promise.all([joined(customer, chatId), joined(provider, chatId)]);
  const texts = Array.from({ length: 100 }, (_, n) => `message ${n}`);
  for (const message of texts) sender.socket.emit('send_message', { chatId, message });
  for (const member of [sender, receiver]) {
    await member.event('new_message', ({ seq }) => seq === 100);
    expect(member.all('new_message').map(({ message }) => message)).toEqual(texts);
    expect(member.all('new_message').map(({ seq }) => seq)).toEqual(texts.map((_, n) => n + 1));
  }
});

it('[DL5][DL6] what several send at once comes to all in one order', async () => {
  const chatId = await newChat();
  const members = await Promise.all([customer, provider, customer, provider].map((user) => joined(user, chatId)));
  const sends = members.flatMap((member, nth) =>
    Array.from({ length: 25 }, (_, n) => member.call('send_message', { chatId, message: `${nth}:${n}` })),
  );
  const acked = (await Promise.all(sends)).map(({ message }) => message);
  expect(acked.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(sends.map((_, n) => n + 1));
  const order = acked.toSorted((a, b) => a.seq - b.seq);
  for (const member of members) {
    await member.event('new_message', ({ seq }) => seq === 100);
    expect(member.all('new_message')).toEqual(order);
  }
});

it('[DL6] there is no gap between what a socket that joins is told and what it hears', async () => {
  const chatId = await newChat();
  const sender = await joined(customer, chatId);
  let going = true;
  const sending = (async () => {
    while (going) await sender.call('send_message', { chatId, message: 'on and on' });
  })();
  for (let round = 0; round < 30; round++) {
    const reader = await server.socket(provider.token);
    const { chat } = await reader.call('join_chat', { chatId });
    await reader.event('new_message', ({ seq }) => seq > chat.last_seq);
    const seqs = reader.all('new_message').map(({ seq }) => seq);
    expect(seqs[0]).toBeLessThanOrEqual(chat.last_seq + 1);
    expect(seqs).toEqual(seqs.map((_, n) => seqs[0] + n));
    reader.close();
  }
  going = false;
  await sending;
});

it('[DL16][DL6] a system message comes in its turn', async () => {
  const admin = await server.user('admin');
  const chatId = await newChat();
  const member = await joined(provider, chatId);
  const sender = await server.socket(customer.token);
  await sender.call('send_message', { chatId, message: 'before' });
  await server.rest(admin.token, 'POST', `/api/admin/chats/${chatId}/close`);
  await member.event('new_message', ({ sender_type }) => sender_type === 'system');
  await server.rest(admin.token, 'POST', `/api/admin/chats/${chatId}/reopen`);
  await sender.call('send_message', { chatId, message: 'after' });
  await member.event('new_message', ({ message }) => message === 'after');
  expect(member.all('new_message').map(({ seq, sender_type, sender_id }) => [seq, sender_type, sender_id])).toEqual([
    [1, 'customer', customer.id],
    [2, 'system', 0],
    [3, 'system', 0],
    [4, 'customer', customer.id],
  ]);
});

it('[ME2][ME3][ME5] who is removed receives nothing after it, however many are sending', async () => {
  const admin = await server.user('admin');
  const chatId = await newChat();
  const removed = await joined(provider, chatId);
  const sender = await joined(customer, chatId);
  let going = true;
  const sending = (async () => {
    while (going) await sender.call('send_message', { chatId, message: 'on and on' });
  })();
  await removed.event('new_message');
  await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${provider.id}`);
  await removed.event('left_chat');
  const heard = removed.events.length;
  going = false;
  await sending;
  await sender.call('send_message', { chatId, message: 'the end' });
  await sender.event('new_message', ({ message }) => message === 'the end');
  // Of this chat: others of the same person, from the tests before, go on.
  const ofThisChat = removed.events.slice(heard).filter(({ payload }) => JSON.stringify(payload).includes(chatId));
  expect(ofThisChat.map(({ name }) => name)).toEqual([]);
  const seqs = sender.all('new_message').map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, n) => n + 1));
});

it('[LI2] more than the limit is refused over both doors together, a repeat never', async () => {
  const limited = await startTestServer({ LIMIT_SEND: '3,1/10m' });
  try {
    const [me, other] = await Promise.all([limited.user('customer'), limited.user('provider')]);
    const chatId = await limited.chat(me, other);
    const [socket, rest] = await Promise.all(DOORS.map((kind) => openDoor(limited, me, kind)));
    const send = (door = socket!, client_id = 'a') => door('send_message', { chatId, message: 'hi', client_id });
    expect((await send(socket, 'a')).error).toBeUndefined();
    expect((await send(rest, 'b')).error).toBeUndefined();
    expect((await send(socket, 'c')).error).toBeUndefined();
    expect((await send(rest, 'd')).error).toMatchObject({ code: 'rate_limited' });
    const refused = await (await limited.socket(me.token)).call('send_message', { chatId, message: 'hi' });
    expect(refused.error).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) });
    expect((await send(rest, 'a')).body).toMatchObject({ seq: 1 });
    expect((await send(socket, 'c')).body).toMatchObject({ seq: 3 });
  } finally {
    await limited.close();
  }
});
