import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;

const COUNT = 230;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider] = await Promise.all([server.user('customer'), server.user('provider')]);
  chatId = await server.chat(customer, provider);
  const { socket, call } = await server.socket(customer.token);
  for (let n = 1; n < COUNT; n++) socket.emit('send_message', { chatId, message: `message ${n}` });
  await call('send_message', { chatId, message: `message ${COUNT}` });
});
afterAll(() => server.close());

const page = async (query = '', chat = chatId) => {
  const { status, body } = await server.rest(provider.token, 'GET', `/api/chat/${chat}/messages${query}`);
  return status === 200 ? { ...body, seqs: body.messages.map(({ seq }: { seq: number }) => seq) } : { status, ...body };
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('history', () => {
  it.each([
    ['[HI1][HI6] the latest 50 by default', '', 181, 230, true, false],
    ['[HI2] fewer', '?limit=1', 230, 230, true, false],
    ['[HI2] up to 200', '?limit=200', 31, 230, true, false],
    ['[HI3] before a message', '?before=181', 131, 180, true, true],
    ['[HI3][HI4] before, to the beginning', '?before=21', 1, 20, false, true],
    ['[HI3] before the end and more', '?before=9007199254740991', 181, 230, true, false],
    ['[HI3] after a message', '?after=100&limit=10', 101, 110, true, true],
    ['[HI3][HI4] after, to the end', '?after=200', 201, 230, true, false],
    ['[HI3] from the first one', '?after=0', 1, 50, false, true],
    ['[HI3] around a message', '?around=100&limit=11', 95, 105, true, true],
    ['[HI3] around, an even number', '?around=100&limit=10', 95, 104, true, true],
    ['[HI3][HI4] around the beginning', '?around=3&limit=10', 1, 10, false, true],
    ['[HI3][HI4] around the end', '?around=228&limit=10', 221, 230, true, false],
    ['[HI3] around what is not there yet', '?around=5000&limit=10', 221, 230, true, false],
    ['[HI3] around nothing', '?around=0&limit=10', 1, 10, false, true],
  ])('%s', async (_, query, first, last, before, after) => {
    const found = await page(query);
    expect(found.seqs).toEqual(range(first, last));
    expect(found).toMatchObject({ has_before: before, has_after: after, revision: COUNT + 1 });
  });

  it.each([
    ['?before=1', false, true],
    ['?before=0', false, true],
    ['?after=230', true, false],
    ['?after=9007199254740991', true, false],
  ])('[HI4] nothing on that side: %s', async (query, before, after) => {
    expect(await page(query)).toMatchObject({ messages: [], has_before: before, has_after: after });
  });

  it('an empty chat has an empty page', async () => {
    const empty = await server.chat(customer, provider);
    for (const query of ['', '?before=5', '?after=0', '?around=1']) {
      const found = await page(query, empty);
      expect(found).toMatchObject({ messages: [], has_before: false, has_after: false, revision: 1 });
    }
  });

  it('[HI5] paging in either direction yields every message once', async () => {
    const back: number[] = [];
    for (let found = await page('?limit=37'); ; found = await page(`?limit=37&before=${back[0]}`)) {
      back.unshift(...found.seqs);
      if (!found.has_before) break;
    }
    expect(back).toEqual(range(1, COUNT));
    const forth: number[] = [];
    for (let more = true; more;) {
      const found = await page(`?limit=37&after=${forth.at(-1) ?? 0}`);
      forth.push(...found.seqs);
      more = found.has_after;
    }
    expect(forth).toEqual(range(1, COUNT));
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=x',
    '?before=-1',
    '?after=1.5',
    '?before=9&after=1',
    '?around=1&after=1',
    '?page=2',
  ])('[HI2][HI3] refuses %s', async (query) =>
    expect(await page(query)).toMatchObject({ status: 400, code: 'invalid_payload' }),
  );

  it('[ME1] is not_found for strangers and for what is not there', async () => {
    const stranger = await server.user('provider');
    const here = await server.rest(stranger.token, 'GET', `/api/chat/${chatId}/messages`);
    const nowhere = await server.rest(stranger.token, 'GET', `/api/chat/00000000-0000-7000-8000-000000000000/messages`);
    expect([here.status, here.body]).toEqual([404, nowhere.body]);
  });
});
