import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { MASK } from '../content/contacts.rules.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let host: TestUser;
let chatId: string;

beforeAll(async () => {
  server = await startTestServer({ CONTENT_RULES: 'contacts' });
  [customer, provider, host] = await Promise.all([
    server.user('customer'),
    server.user('provider'),
    server.user('admin'),
  ]);
  chatId = await server.chat(customer, provider);
});
afterAll(() => server.close());

const rest = (who: TestUser, method: string, path: string, body?: unknown) =>
  server.rest(who.token, method, path, body);
const messages = `/messages`;
const at = (path: string, chat = chatId) => `/api/chat/${chat}${path}`;
const said = async (who: TestUser, text: string, more: object = {}, chat = chatId) =>
  rest(who, 'POST', at(messages, chat), { message: text, ...more });

async function joined(who: TestUser): Promise<TestSocket> {
  const socket = await server.socket(who.token);
  await socket.call('join_chat', { chatId });
  return socket;
}

describe('[SF1][SF3] content rules', () => {
  it('mask what parties write, over both doors, and tell the author alone', async () => {
    const [mine, other] = [await joined(customer), await joined(provider)];
    const { ok, message } = await mine.call('send_message', { chatId, message: 'Call 612 345 678 or ana@example.com' });
    expect(ok).toBe(true);
    expect(message.message).toBe(`Call ${MASK} or ${MASK}`);
    expect(message.masked).toEqual([
      { kind: 'phone', start: 5, length: 5 },
      { kind: 'email', start: 14, length: 5 },
    ]);
    const event = await other.event('new_message', ({ id }) => id === message.id);
    expect(event.message).toBe(message.message);
    expect(event).not.toHaveProperty('masked');
    const byRest = await said(provider, 'Mine is seven zero zero one two three four five six', {
      client_id: 'masked-1',
    });
    expect(byRest.body.message).toBe(`Mine is ${MASK}`);
    expect(byRest.body.masked).toHaveLength(1);
    const again = await said(provider, 'Mine is seven zero zero one two three four five six', {
      client_id: 'masked-1',
    });
    expect([again.status, again.body.message]).toEqual([200, `Mine is ${MASK}`]);
    expect(again.body.masked).toEqual(byRest.body.masked);
    const bySocket = await (
      await joined(provider)
    ).call('send_message', { chatId, message: 'x', client_id: 'masked-1' });
    expect(bySocket.message.masked).toEqual(byRest.body.masked);
    const history = await rest(provider, 'GET', at('/messages?limit=200'));
    expect(JSON.stringify(history.body)).not.toContain('masked"');
    const rows = await server.database.pooled.query("select from messages where message ~ '612|example|seven'");
    expect(rows).toEqual([]);
    expect((await said(customer, 'The price is 1,250.00 EUR for 3 rooms')).body).not.toHaveProperty('masked');
  });

  it('mask edits too', async () => {
    const { body } = await said(customer, 'Nothing yet');
    const path = at(`/messages/${body.id}`);
    const edited = await rest(customer, 'PUT', path, { message: 'Now www.ana-paints.com' });
    expect([edited.body.message, edited.body.masked?.length]).toEqual([`Now ${MASK}`, 1]);
    const plain = await rest(customer, 'PUT', path, { message: 'Nothing to hide' });
    expect(plain.body).not.toHaveProperty('masked');
    const same = await rest(customer, 'PUT', path, { message: 'Nothing to hide' });
    expect(same.body.revision).toBe(plain.body.revision);
    const socket = await joined(customer);
    const { message } = await socket.call('edit_message', { chatId, messageId: body.id, message: 'At 612 345 678' });
    expect([message.message, message.masked.length]).toEqual([`At ${MASK}`, 1]);
  });

  it('leave the text alone once the job is booked, and what the LSM writes', async () => {
    const booked = await server.chat(customer, provider);
    const lsm = await server.user('lsm');
    await rest(host, 'POST', `/api/admin/chats/${booked}/members`, { userId: lsm.id, role: 'lsm' });
    expect((await said(lsm, 'Call me: 612 345 678', {}, booked)).body.message).toBe('Call me: 612 345 678');
    expect((await said(customer, 'Call me: 612 345 678', {}, booked)).body.message).toBe(`Call me: ${MASK}`);
    await rest(host, 'PUT', `/api/admin/chats/${booked}/job`, { title: 'x', status: ' Confirmed ' });
    const free = await said(customer, 'Call me: 612 345 678', {}, booked);
    expect(free.body.message).toBe('Call me: 612 345 678');
    expect(free.body).not.toHaveProperty('masked');
  });
});

describe('mentions', () => {
  it('[MT1] come with the message, of members alone', async () => {
    const stranger = await server.user('customer');
    const text = '@Omar and @Nobody';
    const mentions = [
      { userId: provider.id, start: 0, length: 5 },
      { userId: stranger.id, start: 10, length: 7 },
    ];
    const other = await joined(provider);
    const { body } = await said(customer, text, { mentions });
    expect(body.mentions).toEqual([mentions[0]]);
    expect((await other.event('new_message', ({ id }) => id === body.id)).mentions).toEqual([mentions[0]]);
    const history = await rest(provider, 'GET', at('/messages?limit=1'));
    expect(history.body.messages[0].mentions).toEqual([mentions[0]]);
    expect((await said(customer, 'Just text')).body).not.toHaveProperty('mentions');
    for (const wrong of [
      [{ userId: provider.id, start: 14, length: 5 }],
      [mentions[1], mentions[0]],
      [{ userId: provider.id, start: 0, length: 0 }],
      [{ userId: provider.id, start: 0, length: 2, name: 'x' }],
    ]) {
      const refused = await said(customer, text, { mentions: wrong });
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_payload']);
      expect(refused.body.detail).toContain('mentions');
    }
  });

  it('[MT3] are replaced by an edit, and keep their place when something is masked', async () => {
    const { body } = await said(customer, 'Call 612 345 678, @Omar', {
      mentions: [{ userId: provider.id, start: 18, length: 5 }],
    });
    expect(body.message).toBe(`Call ${MASK}, @Omar`);
    expect(body.mentions).toEqual([{ userId: provider.id, start: 12, length: 5 }]);
    const path = at(`/messages/${body.id}`);
    const edited = await rest(customer, 'PUT', path, {
      message: 'Hi @Omar',
      mentions: [{ userId: provider.id, start: 3, length: 5 }],
    });
    expect(edited.body.mentions).toEqual([{ userId: provider.id, start: 3, length: 5 }]);
    const without = await rest(customer, 'PUT', path, { message: 'Hi Omar' });
    expect(without.body).not.toHaveProperty('mentions');
    await rest(customer, 'DELETE', path);
  });

  it('[MT2] notify who has muted the chat', async () => {
    const quiet = await server.chat(customer, provider);
    await rest(provider, 'PUT', at('/prefs', quiet), { muted_until: '2999-01-01T00:00:00Z' });
    const device = await server.socket(provider.token);
    await said(customer, 'Nobody is meant', {}, quiet);
    await said(customer, '@Omar please', { mentions: [{ userId: provider.id, start: 0, length: 5 }] }, quiet);
    const told = await device.event('notification', (one) => one.chatId === quiet);
    expect(told.body).toBe('@Omar please');
    expect(device.all('notification').filter((one) => one.body === 'Nobody is meant')).toEqual([]);
  });
});

describe('pins', () => {
  it('[PF1] are shared, in the order in which they were made, over both doors', async () => {
    const [first, second] = [await said(customer, 'Pin me'), await said(provider, 'Me too')];
    const other = await joined(provider);
    const pinned = await rest(customer, 'PUT', at(`/messages/${first.body.id}/pin`), { pinned: true });
    expect(pinned.body.pinned).toEqual({ by: customer.id, at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) });
    expect((await other.event('message_updated', ({ id }) => id === first.body.id)).pinned.by).toBe(customer.id);
    await other.call('pin_message', { chatId, messageId: second.body.id, pinned: true });
    const list = await rest(customer, 'GET', at('/pins'));
    expect(list.body.messages.map(({ message }: { message: string }) => message)).toEqual(['Me too', 'Pin me']);
    expect((await other.call('list_pins', { chatId })).pins).toEqual(list.body);
    const again = await rest(customer, 'PUT', at(`/messages/${first.body.id}/pin`), { pinned: true });
    expect(again.body.revision).toBe(pinned.body.revision);
    await rest(provider, 'PUT', at(`/messages/${first.body.id}/pin`), { pinned: false });
    await rest(provider, 'DELETE', at(`/messages/${second.body.id}`));
    expect((await rest(customer, 'GET', at('/pins'))).body.messages).toEqual([]);
    const stranger = await server.user('customer');
    expect((await rest(stranger, 'GET', at('/pins'))).body.code).toBe('not_found');
    expect((await rest(stranger, 'PUT', at(`/messages/${first.body.id}/pin`), { pinned: true })).body.code).toBe(
      'not_found',
    );
  });

  it('[PF2] are at most 20', async () => {
    const many = await server.chat(customer, provider);
    const ids = [];
    for (let nth = 0; nth <= 20; nth += 1) ids.push((await said(customer, `Pin ${nth}`, {}, many)).body.id);
    const pin = (id: string) => rest(customer, 'PUT', at(`/messages/${id}/pin`, many), { pinned: true });
    for (const id of ids.slice(0, 20)) expect((await pin(id)).status).toBe(200);
    expect((await pin(ids[20])).body.code).toBe('conflict');
    await rest(customer, 'DELETE', at(`/messages/${ids[0]}`, many));
    expect((await pin(ids[20])).status).toBe(200);
  });
});

describe('forwarding', () => {
  it('[PF3] sends the text, over both doors', async () => {
    const target = await server.chat(customer, await server.user('provider'));
    const source = await said(provider, 'Worth repeating', {
      mentions: [{ userId: customer.id, start: 0, length: 5 }],
    });
    const body = { from_chat_id: chatId, messageId: source.body.id, client_id: 'forward-1' };
    const sent = await rest(customer, 'POST', at('/forwards', target), body);
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      chatId: target,
      message: 'Worth repeating',
      sender_id: customer.id,
      forwarded: true,
    });
    expect(JSON.stringify(sent.body)).not.toContain(chatId);
    expect(sent.body).not.toHaveProperty('mentions');
    expect((await rest(customer, 'POST', at('/forwards', target), body)).status).toBe(200);
    const socket = await server.socket(customer.token);
    const answer = await socket.call('forward_message', {
      chatId: target,
      from_chat_id: chatId,
      messageId: source.body.id,
    });
    expect(answer.message.forwarded).toBe(true);
  });

  it('[PF4] takes nothing that one may not read, nor tombstones, nor messages of the system', async () => {
    const other = await server.user('customer');
    const elsewhere = await server.chat(other, provider);
    const secret = await said(other, 'Secret', {}, elsewhere);
    const forward = (from: string, messageId: string) =>
      rest(customer, 'POST', at('/forwards'), { from_chat_id: from, messageId });
    expect((await forward(elsewhere, secret.body.id)).body.code).toBe('not_found');
    expect((await forward(chatId, secret.body.id)).body.code).toBe('not_found');
    const gone = await said(customer, 'Gone');
    await rest(customer, 'DELETE', at(`/messages/${gone.body.id}`));
    expect((await forward(chatId, gone.body.id)).body.code).toBe('not_found');
    await rest(host, 'POST', `/api/admin/chats/${elsewhere}/close`);
    const [system] = (await rest(provider, 'GET', at('/messages?limit=1', elsewhere))).body.messages;
    const byProvider = await rest(provider, 'POST', at('/forwards'), { from_chat_id: elsewhere, messageId: system.id });
    expect(byProvider.body.code).toBe('forbidden');
    const mine = await said(customer, 'Not there');
    const stranger = await server.user('customer');
    const nowhere = await rest(stranger, 'POST', at('/forwards'), { from_chat_id: chatId, messageId: mine.body.id });
    expect(nowhere.body.code).toBe('not_found');
  });
});
