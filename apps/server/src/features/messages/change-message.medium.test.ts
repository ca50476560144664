import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { type Door, DOORS, openDoor } from './testing/doors.js';

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

const NO_UUID = '00000000-0000-7000-8000-000000000000';
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const sql = (text: string, ...values: unknown[]) =>
  server.database.realtime.query<Record<string, unknown>>(text, values);
const setStatus = (chatId: string, status: number) => sql('update chats set status = $2 where id = $1', chatId, status);
const summary = async (user: TestUser, chatId: string) =>
  (await server.rest(user.token, 'GET', `/api/chat/${chatId}`)).body;
const history = async (chatId: string) =>
  (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages;
const changesSince = async (chatId: string, since: number) =>
  (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/changes?since=${since}`)).body;

/** A chat with a message by the customer, and the provider's socket in its room. */
async function scene(kind: (typeof DOORS)[number], text = 'said') {
  const chatId = await server.chat(customer, provider);
  const [mine, theirs, member] = await Promise.all([
    openDoor(server, customer, kind),
    openDoor(server, provider, kind),
    server.socket(provider.token),
  ]);
  await member.call('join_chat', { chatId });
  const { body: message } = await mine('send_message', { chatId, message: text });
  const target = { chatId, messageId: message.id };
  const refused = async (door: Door, command: Parameters<Door>[0], input: Record<string, unknown> = {}) =>
    (await door(command, { ...target, ...input })).error?.code;
  return { chatId, mine, theirs, member, message, target, refused };
}

describe.each(DOORS)('over %s', (kind) => {
  it('[ED1][ED6] an edit gives everybody the new text, and the record keeps the old one', async () => {
    const { chatId, mine, member, message, target } = await scene(kind, 'first');
    const { body } = await mine('edit_message', { ...target, message: '  second 👋 ' });
    expect(body).toEqual({ ...message, message: 'second 👋', edited_at: TIME, revision: message.revision + 1 });
    expect(await member.event('message_updated')).toEqual(body);
    expect(await history(chatId)).toEqual([body]);
    expect((await changesSince(chatId, message.revision)).messages).toEqual([body]);
    const { body: again } = await mine('edit_message', { ...target, message: 'third' });
    const records = await sql("select * from changes where chat_id = $1 and kind = 'edit' order by revision", chatId);
    expect(records).toMatchObject([
      { revision: body.revision, seq: 1, actor_id: customer.id, before: { message: 'first', edited_at: null } },
      { revision: again.revision, seq: 1, actor_id: customer.id, before: { message: 'second 👋' } },
    ]);
  });

  it('[ED10] the same text again changes nothing', async () => {
    const { mine, member, target, message } = await scene(kind);
    expect((await mine('edit_message', { ...target, message: 'said' })).body).toEqual(message);
    await mine('edit_message', { ...target, message: 'other' });
    await member.event('message_updated');
    expect(member.all('message_updated')).toHaveLength(1);
  });

  it('[ED8] an edit obeys the rules of a text', async () => {
    const { mine, refused } = await scene(kind);
    expect(await refused(mine, 'edit_message', { message: ' ' })).toBe('invalid_payload');
    expect(await refused(mine, 'edit_message', { message: 'a\u0000' })).toBe('invalid_payload');
    expect(await refused(mine, 'edit_message', { message: 'x'.repeat(4001) })).toBe('payload_too_large');
  });

  it('[ED2][ED3][HI7] a deleted message stays as a tombstone, and what it said is served nowhere', async () => {
    const { chatId, mine, theirs, member, message, target } = await scene(kind, 'a secret');
    await mine('edit_message', { ...target, message: 'another secret' });
    await theirs('react', { ...target, emoji: '👍', active: true });
    const { body } = await mine('delete_message', target);
    expect(body).toEqual({
      ...message,
      revision: message.revision + 3,
      message: '',
      edited_at: TIME,
      deleted_at: TIME,
      reactions: [],
      attachments: [],
    });
    expect(await member.event('message_updated', ({ deleted_at }) => deleted_at !== null)).toEqual(body);
    const served = [await history(chatId), await changesSince(chatId, 0), await summary(provider, chatId)];
    expect(JSON.stringify(served)).not.toContain('secret');
    expect((await summary(provider, chatId)).last_message).toEqual(body);
    const [record] = await sql("select before from changes where chat_id = $1 and kind = 'delete'", chatId);
    expect(record).toMatchObject({ before: { message: 'another secret', reactions: [{ emoji: '👍' }] } });
  });

  it('[ED5] a tombstone cannot be changed, and deleting it again changes nothing', async () => {
    const { chatId, mine, theirs, target, refused } = await scene(kind);
    const { body } = await mine('delete_message', target);
    expect((await mine('delete_message', target)).body).toEqual(body);
    expect(await refused(mine, 'edit_message', { message: 'back' })).toBe('forbidden');
    expect(await refused(theirs, 'react', { emoji: '👍', active: true })).toBe('forbidden');
    expect((await summary(customer, chatId)).revision).toBe(body.revision);
  });

  it('[ED4] only the author may, only for a while, and not while a dispute runs', async () => {
    const { chatId, mine, theirs, refused, target } = await scene(kind);
    for (const command of ['edit_message', 'delete_message'] as const) {
      const input = command === 'edit_message' ? { message: 'changed' } : {};
      expect(await refused(theirs, command, input)).toBe('forbidden');
      await setStatus(chatId, 1);
      expect(await refused(mine, command, input)).toBe('forbidden');
      await setStatus(chatId, 0);
      await sql("update messages set created_at = now() - interval '15 minutes' where chat_id = $1", chatId);
      expect(await refused(mine, command, input)).toBe('forbidden');
      await sql("update messages set created_at = now() - interval '14 minutes' where chat_id = $1", chatId);
    }
    expect((await history(chatId))[0].message).toBe('said');
    await setStatus(chatId, 1);
    expect((await theirs('react', { ...target, emoji: '👀', active: true })).error).toBeUndefined();
  });

  it('[CH7] nothing changes in a closed chat, but what is so already is a success', async () => {
    const { chatId, mine, theirs, target, refused } = await scene(kind);
    await theirs('react', { ...target, emoji: '👍', active: true });
    await setStatus(chatId, 2);
    expect(await refused(mine, 'edit_message', { message: 'changed' })).toBe('chat_closed');
    expect(await refused(mine, 'delete_message')).toBe('chat_closed');
    expect(await refused(theirs, 'react', { emoji: '👎', active: true })).toBe('chat_closed');
    expect((await theirs('react', { ...target, emoji: '👍', active: true })).error).toBeUndefined();
  });

  it('[ME1] strangers, unknown chats and unknown messages are not_found', async () => {
    const { chatId, mine, target } = await scene(kind);
    const foreign = await openDoor(server, stranger, kind);
    const inputs = [
      ['edit_message', { message: 'x' }],
      ['delete_message', {}],
      ['react', { emoji: '👍', active: true }],
    ] as const;
    for (const [command, input] of inputs) {
      const here = await foreign(command, { ...target, ...input });
      const nowhere = await foreign(command, { ...target, chatId: NO_UUID, ...input });
      expect(here.error?.code).toBe('not_found');
      expect(here.error).toEqual(nowhere.error);
      const unknown = await mine(command, { chatId, messageId: NO_UUID, ...input });
      expect(unknown.error?.code).toBe('not_found');
    }
  });

  it('[ED9] a system message stays as it is', async () => {
    const { chatId, mine, refused } = await scene(kind);
    const id = '0198c0de-0000-7000-8000-000000000001';
    await sql("select append_system_message($1, $2, 'something happened')", chatId, id);
    expect(await refused(mine, 'edit_message', { messageId: id, message: 'x' })).toBe('forbidden');
    expect(await refused(mine, 'delete_message', { messageId: id })).toBe('forbidden');
    expect(await refused(mine, 'react', { messageId: id, emoji: '👍', active: true })).toBe('forbidden');
  });

  it('[RE1][RE3] a reaction comes and goes, once per user and emoji', async () => {
    const { chatId, mine, theirs, member, message, target } = await scene(kind);
    const give = (door: Door, emoji: string, active = true) => door('react', { ...target, emoji, active });
    const { body: first } = await give(theirs, '👍');
    expect(first).toEqual({
      ...message,
      revision: message.revision + 1,
      reactions: [{ emoji: '👍', user_ids: [provider.id] }],
    });
    expect(await member.event('message_updated')).toEqual(first);
    expect((await give(theirs, '👍')).body).toEqual(first);
    await give(mine, '❤️');
    const { body: both } = await give(mine, '👍');
    expect(both.reactions).toEqual([
      { emoji: '👍', user_ids: [provider.id, customer.id] },
      { emoji: '❤️', user_ids: [customer.id] },
    ]);
    await give(theirs, '👍', false);
    const { body: last } = await give(mine, '❤️', false);
    expect(last.reactions).toEqual([{ emoji: '👍', user_ids: [customer.id] }]);
    expect((await give(mine, '❤️', false)).body).toEqual(last);
    expect((await give(mine, '👍', false)).body).toEqual({ ...message, revision: message.revision + 6 });
    await member.event('message_updated', ({ revision }) => revision === message.revision + 6);
    const told = member.all('message_updated').map(({ revision }) => revision - message.revision);
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await history(chatId)).toEqual([{ ...message, revision: message.revision + 6 }]);
  });

  it('[RE3] a heart is a heart, however the keyboard wrote it', async () => {
    const { mine, theirs, target } = await scene(kind);
    await mine('react', { ...target, emoji: '\u2764', active: true });
    await mine('react', { ...target, emoji: '\u2764\uFE0F\u200D\u{1F525}', active: true });
    await theirs('react', { ...target, emoji: '\u2764\uFE0F', active: true });
    const { body } = await theirs('react', { ...target, emoji: '\u2764\u200D\u{1F525}', active: true });
    expect(body.reactions).toEqual([
      { emoji: '\u2764\uFE0F', user_ids: [customer.id, provider.id] },
      { emoji: '\u2764\uFE0F\u200D\u{1F525}', user_ids: [customer.id, provider.id] },
    ]);
  });

  it('[RE2] a reaction is one emoji', async () => {
    const { mine, refused } = await scene(kind);
    for (const emoji of ['', 'x', 'ok', '👍👍', '👍 ', ' ', '1']) {
      expect(await refused(mine, 'react', { emoji, active: true })).toBe('invalid_payload');
    }
    for (const emoji of ['👍🏽', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '1️⃣']) {
      expect(await refused(mine, 'react', { emoji, active: true })).toBeUndefined();
    }
  });

  it('[RE6][RE7][ED3][SY2] what quotes a message shows its present text, and nothing once it is deleted', async () => {
    const { chatId, mine, theirs, member, message, target } = await scene(kind, 'the quoted');
    const replies = [
      (await theirs('send_message', { chatId, message: 'a', reply_to: message.id })).body,
      (await theirs('send_message', { chatId, message: 'b', reply_to: message.id })).body,
    ];
    const { revision } = replies[1];
    const { body: edited } = await mine('edit_message', { ...target, message: 'the changed' });
    const quoting = (preview: string, from: number) =>
      replies.map((reply, n) => ({ ...reply, revision: from + 1 + n, reply_to: { ...reply.reply_to, preview } }));
    expect((await changesSince(chatId, revision)).messages).toEqual([edited, ...quoting('the changed', revision + 1)]);
    const { body: deleted } = await mine('delete_message', target);
    const after = [deleted, ...quoting('', revision + 4)];
    expect(await history(chatId)).toEqual(after);
    expect((await changesSince(chatId, revision + 3)).messages).toEqual(after);
    await member.event('message_updated', (update) => update.revision === revision + 6);
    expect(member.all('message_updated').slice(3)).toEqual(after);
  });
});

it('[UN3] deleting a message that was not read yet lowers the count', async () => {
  const { chatId, mine, target } = await scene('socket');
  await mine('send_message', { chatId, message: 'another' });
  expect(await summary(provider, chatId)).toMatchObject({ unread: 2 });
  await mine('delete_message', target);
  expect(await summary(provider, chatId)).toMatchObject({ unread: 1 });
});

it('[ED7][GC5] edits, reactions and messages at once: dense revisions, told in order, never a change before its message', async () => {
  const { chatId, mine, theirs, member, message } = await scene('socket');
  const calls = Array.from({ length: 60 }, (_, n) => {
    if (n % 3 === 0) return mine('send_message', { chatId, message: `message ${n}` });
    if (n % 3 === 1) return mine('edit_message', { chatId, messageId: message.id, message: `edit ${n}` });
    return theirs('react', { chatId, messageId: message.id, emoji: n % 2 === 0 ? '👍' : '👎', active: n % 4 < 2 });
  });
  await Promise.all(calls);
  const { revision, last_seq } = await summary(customer, chatId);
  await member.event('new_message', ({ seq }) => seq === last_seq);
  await expect
    .poll(() => Math.max(...member.events.map(({ payload }) => (payload as { revision?: number }).revision ?? 0)))
    .toBe(revision);
  const told = member.events.filter(({ name }) => name === 'new_message' || name === 'message_updated');
  const revisions = told.map(({ payload }) => (payload as { revision: number }).revision);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(revisions.length);
  expect(member.all('new_message').map(({ seq }) => seq)).toEqual(Array.from({ length: last_seq }, (_, n) => n + 1));
});

it('[RE8] a message takes 50 different reactions', async () => {
  const { mine, target, refused } = await scene('socket');
  const emoji = Array.from({ length: 50 }, (_, n) => String.fromCodePoint(0x1f600 + n));
  for (const one of emoji) expect(await refused(mine, 'react', { emoji: one, active: true })).toBeUndefined();
  expect(await refused(mine, 'react', { emoji: '👍', active: true })).toBe('conflict');
  expect((await mine('react', { ...target, emoji: emoji[0], active: false })).body.reactions).toHaveLength(49);
});

it('[LI2][ED11] changes spend the same limit as messages; beyond it what is so already is a success', async () => {
  const limited = await startTestServer({ LIMIT_SEND: '3,1/10m' });
  try {
    const [me, other] = await Promise.all([limited.user('customer'), limited.user('provider')]);
    const chatId = await limited.chat(me, other);
    const door = await openDoor(limited, me, 'socket');
    const { body } = await door('send_message', { chatId, message: 'one' });
    const target = { chatId, messageId: body.id };
    expect((await door('edit_message', { ...target, message: 'two' })).error).toBeUndefined();
    expect((await door('react', { ...target, emoji: '👍', active: true })).error).toBeUndefined();
    expect((await door('edit_message', { ...target, message: 'three' })).error?.code).toBe('rate_limited');
    expect((await door('delete_message', target)).error?.code).toBe('rate_limited');
    for (let n = 0; n < 5; n++) {
      expect((await door('react', { ...target, emoji: '👍', active: true })).error).toBeUndefined();
      expect((await door('edit_message', { ...target, message: 'two' })).error).toBeUndefined();
    }
  } finally {
    await limited.close();
  }
});
