import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestClock, testClock } from '../../testing/test-clock.js';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let clock: TestClock;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
let writer: TestSocket;
let reader: TestSocket;

beforeAll(async () => {
  clock = testClock(Date.now());
  server = await startTestServer({ LIMIT_TYPING: '1/2s' }, { clock });
  [customer, provider] = await Promise.all([server.user('customer'), server.user('provider')]);
});
afterAll(() => server.close());
beforeEach(async () => {
  chatId = await server.chat(customer, provider);
  [writer, reader] = await Promise.all([server.socket(customer.token), server.socket(provider.token)]);
  await Promise.all([writer.call('join_chat', { chatId }), reader.call('join_chat', { chatId })]);
});

const type = (isTyping: boolean, socket = writer) => socket.call('typing', { chatId, isTyping });
const sql = (text: string, ...values: unknown[]) => server.database.realtime.query(text, values);

/** What the reader was shown, once nothing more can come: an answer on the same connection follows it. */
async function shown(socket = reader): Promise<boolean[]> {
  await socket.call('mark_read', { chatId });
  return socket.all('user_typing').map(({ isTyping }) => isTyping);
}

describe('typing', () => {
  it('[TY6] is shown to nobody while one of the two has blocked the other, from that moment on', async () => {
    await type(true);
    await reader.event('user_typing', ({ isTyping }) => isTyping);
    await server.rest(provider.token, 'POST', '/api/blocks', { userId: customer.id });
    await reader.event('user_typing', ({ isTyping }) => !isTyping);
    clock.advance(3000);
    expect(await type(true)).toEqual({ ok: true });
    await reader.call('typing', { chatId, isTyping: true });
    expect([await shown(), await shown(writer)]).toEqual([[true, false], []]);
    await server.rest(provider.token, 'DELETE', `/api/blocks/${customer.id}`);
    clock.advance(3000);
    await type(true);
    await expect.poll(() => reader.all('user_typing').at(-1)?.isTyping).toBe(true);
  });

  it('[TY1] is shown to the others who joined, and to nobody else', async () => {
    const [mine, outside] = await Promise.all([server.socket(customer.token), server.socket(provider.token)]);
    await mine.call('join_chat', { chatId });
    expect(await type(true)).toEqual({ ok: true });
    expect(await reader.event('user_typing')).toEqual({ userId: customer.id, isTyping: true, chatId });
    for (const socket of [writer, mine, outside]) expect(await shown(socket)).toEqual([]);
  });

  it('[TY2] ends by itself 5 s after the last sign', async () => {
    await type(true);
    clock.advance(3000);
    await type(true);
    clock.advance(4999);
    expect(await shown()).toEqual([true, true]);
    clock.advance(1);
    expect(await shown()).toEqual([true, true, false]);
  });

  it('[TY3] ends with the message', async () => {
    await type(true);
    await writer.call('send_message', { chatId, message: 'there it is' });
    expect(await reader.event('user_typing', ({ isTyping }) => !isTyping)).toMatchObject({ userId: customer.id });
    clock.advance(10_000);
    expect(await shown()).toEqual([true, false]);
    const names = reader.events.map(({ name }) => name);
    expect(names.indexOf('new_message')).toBeLessThan(names.lastIndexOf('user_typing'));
  });

  it('[TY3] ends on leaving', async () => {
    await type(true);
    await writer.call('leave_chat', { chatId });
    expect(await shown()).toEqual([true, false]);
  });

  it('[TY3] ends on disconnect', async () => {
    await type(true);
    writer.close();
    await reader.event('user_left');
    await reader.event('user_typing', ({ isTyping }) => !isTyping);
    expect(await shown()).toEqual([true, false]);
  });

  it('[TY4] a second true within 2 s is dropped without an error, false passes', async () => {
    for (let n = 0; n < 3; n++) {
      expect(await type(true)).toEqual({ ok: true });
      expect(await type(false)).toEqual({ ok: true });
    }
    expect(await shown()).toEqual([true, false, false, false]);
    clock.advance(2000);
    await type(true);
    expect(await shown()).toEqual([true, false, false, false, true]);
  });

  it('[TY5] is chat_closed in a closed chat, from the moment it is closed', async () => {
    const admin = await server.user('admin');
    await type(true);
    await server.rest(admin.token, 'POST', `/api/admin/chats/${chatId}/close`);
    expect((await type(true)).error).toMatchObject({ code: 'chat_closed' });
    expect((await type(false)).error).toMatchObject({ code: 'chat_closed' });
    expect(await shown()).toEqual([true, false]);
    await server.rest(admin.token, 'POST', `/api/admin/chats/${chatId}/reopen`);
    clock.advance(2000);
    expect(await type(true)).toEqual({ ok: true });
  });

  it('[TY5] a chat that another server closed is known as closed after some seconds', async () => {
    await type(true);
    await sql('update chats set status = 2 where id = $1', chatId);
    clock.advance(10_000);
    expect((await type(true)).error).toMatchObject({ code: 'chat_closed' });
  });

  it('[ME1] is not_found for strangers and unknown chats; a member need not have joined', async () => {
    const stranger = await server.socket((await server.user('provider')).token);
    const here = await type(true, stranger);
    expect(here.error).toMatchObject({ code: 'not_found' });
    const nowhere = { chatId: '00000000-0000-7000-8000-000000000000', isTyping: true };
    expect(await stranger.call('typing', nowhere)).toEqual(here);
    const outside = await server.socket(customer.token);
    expect(await type(true, outside)).toEqual({ ok: true });
    expect(await shown()).toEqual([true]);
  });

  it('[ME2][ME3] ends for a removed member, who cannot type any more', async () => {
    const admin = await server.user('admin');
    await type(true);
    await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${customer.id}`);
    expect((await type(true)).error).toMatchObject({ code: 'not_found' });
    expect(await shown()).toEqual([true, false]);
  });
});
