import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider] = await Promise.all([server.user('customer'), server.user('provider')]);
});
afterAll(() => server.close());

const NONE = { muted_until: null, pinned: false, archived: false, marked_unread: false, draft: null };

// oxlint-disable-next-line typescript/no-explicit-any
type Answer = { chat: any; error: any };

async function setter(user: TestUser, door: 'socket' | 'rest') {
  if (door === 'socket') {
    const { call } = await server.socket(user.token);
    return (chatId: string, prefs: object): Promise<Answer> => call('set_chat_prefs', { chatId, ...prefs });
  }
  return async (chatId: string, prefs: object): Promise<Answer> => {
    const { status, body } = await server.rest(user.token, 'PUT', `/api/chat/${chatId}/prefs`, prefs);
    return status === 200 ? { chat: body, error: undefined } : { chat: undefined, error: body };
  };
}

const summary = async (user: TestUser, chatId: string) =>
  (await server.rest(user.token, 'GET', `/api/chat/${chatId}`)).body;

/** When members were last seen is written some time after they came, and is not what these tests are about. */
const withoutLastSeen = ({ members, ...chat }: Answer['chat']) => ({
  ...chat,
  members: members.map(({ last_seen: _, ...member }: Answer['chat']) => member),
});

describe.each(['socket', 'rest'] as const)('preferences over %s', (door) => {
  it('[PR1][PR3] changes what was given, leaves the rest, and answers with the summary', async () => {
    const chatId = await server.chat(customer, provider);
    const set = await setter(customer, door);
    const before = await summary(customer, chatId);
    expect(before.prefs).toEqual(NONE);
    const first = { pinned: true, draft: ' half a sen', muted_until: '2030-01-01T12:00:00+02:00' };
    const { chat } = await set(chatId, first);
    const prefs = { ...NONE, ...first, muted_until: '2030-01-01T10:00:00.000Z' };
    expect(withoutLastSeen(chat)).toEqual(withoutLastSeen({ ...before, prefs }));
    expect((await set(chatId, { archived: true, marked_unread: true })).chat.prefs).toEqual({
      ...prefs,
      archived: true,
      marked_unread: true,
    });
    expect((await set(chatId, { pinned: false, archived: false, muted_until: null, draft: '' })).chat.prefs).toEqual({
      ...NONE,
      marked_unread: true,
    });
    const now = withoutLastSeen(await summary(customer, chatId));
    expect(now).toEqual(withoutLastSeen((await set(chatId, {})).chat));
  });

  it('[PR2] is told to all my devices, joined or not, and to nobody else', async () => {
    const chatId = await server.chat(customer, provider);
    const [mine, outside, theirs] = await Promise.all([
      server.socket(customer.token),
      server.socket(customer.token),
      server.socket(provider.token),
    ]);
    await Promise.all([mine.call('join_chat', { chatId }), theirs.call('join_chat', { chatId })]);
    const { chat } = await (await setter(customer, door))(chatId, { pinned: true });
    for (const socket of [mine, outside]) {
      expect((await socket.event('chat_updated', ({ prefs }) => prefs?.pinned)).prefs).toEqual(chat.prefs);
    }
    expect(await summary(provider, chatId)).toMatchObject({ prefs: NONE });
    expect(theirs.all('chat_updated').filter(({ id }) => id === chatId)).toEqual([]);
  });

  it('[ME1] is not_found for strangers and unknown chats', async () => {
    const set = await setter(await server.user('provider'), door);
    const here = await set(await server.chat(customer, provider), { pinned: true });
    expect(here.error).toMatchObject({ code: 'not_found' });
    expect((await set('00000000-0000-7000-8000-000000000000', { pinned: true })).error).toEqual(here.error);
  });

  it.each([
    [{ muted_until: 'tomorrow' }, 'muted_until'],
    [{ muted_until: '9999-12-31T23:59:59-10:00' }, 'muted_until'],
    [{ muted_until: '0001-01-01T00:00:00Z' }, 'muted_until'],
    [{ pinned: 'yes' }, 'pinned'],
    [{ draft: 'a\u0000' }, 'draft'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %j by name', async (prefs, field) => {
    const { error } = await (await setter(customer, door))(await server.chat(customer, provider), prefs);
    expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining(field) });
  });

  it('[PR4] takes a draft of 4,000 characters and no more, and works in a closed chat', async () => {
    const chatId = await server.chat(customer, provider);
    await server.database.realtime.query('update chats set status = 2 where id = $1', [chatId]);
    const set = await setter(customer, door);
    expect((await set(chatId, { draft: '😀'.repeat(4000) })).chat.prefs.draft).toHaveLength(8000);
    expect((await set(chatId, { draft: '😀'.repeat(4001) })).error).toMatchObject({ code: 'payload_too_large' });
    expect((await set(chatId, { archived: true })).chat).toMatchObject({ status: 'closed', prefs: { archived: true } });
  });
});

it('[PR5] the first page brings the pinned chats of further pages, and no others', async () => {
  const reader = await server.user('customer');
  const chats: string[] = [];
  for (let nth = 0; nth < 5; nth++) chats.push(await server.chat(reader, provider));
  const [oldest = '', older = '', middle = '', , newest = ''] = chats;
  const set = await setter(reader, 'rest');
  for (const chatId of [oldest, older, middle, newest]) await set(chatId, { pinned: true });
  await set(middle, { pinned: false });
  await (
    await setter(provider, 'rest')
  )(middle, { pinned: true });
  const list = async (query: string) => (await server.rest(reader.token, 'GET', `/api/chat?${query}`)).body;
  const ids = (listed: readonly { id: string }[]) => listed.map(({ id }) => id);
  const first = await list('limit=2');
  expect(ids(first.chats)[0]).toBe(newest);
  expect(ids(first.pinned)).toEqual([older, oldest]);
  expect(first.pinned[0]).toEqual(await summary(reader, older));
  expect(await list(`limit=2&cursor=${first.next}`)).not.toHaveProperty('pinned');
  expect(await list('limit=5')).not.toHaveProperty('pinned');
});
