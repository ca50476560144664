import fc from 'fast-check';
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

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const NO_UUID = '00000000-0000-7000-8000-000000000000';
const sql = (text: string, ...values: unknown[]) =>
  server.database.realtime.query<Record<string, unknown>>(text, values);

/** A chat with messages of both, alternating, the customer first. */
async function chatWith(messages: number): Promise<string> {
  const chatId = await server.chat(customer, provider);
  for (let n = 0; n < messages; n++) {
    const { token } = n % 2 === 0 ? customer : provider;
    await server.rest(token, 'POST', `/api/chat/${chatId}/messages`, { message: `message ${n + 1}` });
  }
  return chatId;
}
const joined = async (user: TestUser, chatId: string) => {
  const socket = await server.socket(user.token);
  await socket.call('join_chat', { chatId });
  return socket;
};
const summary = async (user: TestUser, chatId: string) =>
  (await server.rest(user.token, 'GET', `/api/chat/${chatId}`)).body;
const member = async (user: TestUser, chatId: string) =>
  (await summary(user, chatId)).members.find(({ userId }: { userId: number }) => userId === user.id);

type Mark = (
  command: 'mark_read' | 'mark_delivered',
  input: { chatId: string; seq?: number },
) => Promise<{
  // oxlint-disable-next-line typescript/no-explicit-any
  receipt: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  error: any;
}>;

async function marker(user: TestUser, door: 'socket' | 'rest'): Promise<Mark> {
  if (door === 'socket') {
    const { call } = await server.socket(user.token);
    return async (command, input) => {
      const { receipt, error } = await call(command, input);
      return { receipt, error };
    };
  }
  return async (command, { chatId, ...body }) => {
    const path = `/api/chat/${chatId}/${command === 'mark_read' ? 'read' : 'delivered'}`;
    const { status, body: answer } = await server.rest(user.token, 'POST', path, body);
    return status === 200 ? { receipt: answer, error: undefined } : { receipt: undefined, error: answer };
  };
}

describe.each(['socket', 'rest'] as const)('marking over %s', (door) => {
  it('[RC1][RC2][RC6][RC7] tells the room, and all devices of the reader', async () => {
    const chatId = await chatWith(4);
    const [mark, theirs, mine, outside] = await Promise.all([
      marker(provider, door),
      joined(customer, chatId),
      joined(provider, chatId),
      server.socket(provider.token),
    ]);
    const { receipt } = await mark('mark_read', { chatId, seq: 2 });
    expect(receipt).toEqual({ userId: provider.id, chatId, seq: 2, read_at: TIME });
    for (const socket of [theirs, mine, outside]) expect(await socket.event('messages_read')).toEqual(receipt);
    expect(await member(provider, chatId)).toMatchObject({ read_seq: 2, read_at: receipt.read_at, delivered_seq: 2 });
    const elsewhere = await server.socket(customer.token);
    await mark('mark_read', { chatId, seq: 3 });
    await theirs.event('messages_read', ({ seq }) => seq === 3);
    expect(elsewhere.all('messages_read')).toEqual([]);
  });

  it('[RC3] without seq everything is read, and a seq past the end means the end', async () => {
    const chatId = await chatWith(3);
    const mark = await marker(provider, door);
    expect((await mark('mark_read', { chatId })).receipt).toMatchObject({ seq: 3 });
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'one more' });
    expect((await mark('mark_read', { chatId, seq: Number.MAX_SAFE_INTEGER })).receipt).toMatchObject({ seq: 4 });
    expect((await mark('mark_delivered', { chatId, seq: 1000 })).receipt).toMatchObject({ seq: 4 });
    expect(await summary(provider, chatId)).toMatchObject({ read_seq: 4, unread: 0 });
  });

  it('[RC4][RC5] never goes back, and tells nobody of what did not move', async () => {
    const chatId = await chatWith(6);
    const [mark, theirs] = await Promise.all([marker(provider, door), joined(customer, chatId)]);
    const { receipt } = await mark('mark_read', { chatId, seq: 4 });
    expect((await mark('mark_read', { chatId, seq: 2 })).receipt).toEqual(receipt);
    expect((await mark('mark_read', { chatId, seq: 4 })).receipt).toEqual(receipt);
    expect((await mark('mark_delivered', { chatId, seq: 3 })).receipt).toMatchObject({ seq: 4 });
    expect((await mark('mark_delivered', { chatId, seq: 5 })).receipt).toEqual({ userId: provider.id, chatId, seq: 5 });
    expect(await theirs.event('messages_delivered')).toEqual({ userId: provider.id, chatId, seq: 5 });
    await mark('mark_read', { chatId });
    await theirs.event('messages_read', ({ seq }) => seq === 6);
    expect(theirs.all('messages_read').map(({ seq }) => seq)).toEqual([4, 6]);
    expect(theirs.all('messages_delivered')).toHaveLength(1);
  });

  it('[RC5] delivery is told to the others alone', async () => {
    const chatId = await chatWith(2);
    const [mark, theirs, mine] = await Promise.all([
      marker(provider, door),
      joined(customer, chatId),
      joined(provider, chatId),
    ]);
    await mark('mark_delivered', { chatId, seq: 2 });
    await theirs.event('messages_delivered');
    await mark('mark_read', { chatId });
    await mine.event('messages_read');
    expect(mine.all('messages_delivered')).toEqual([]);
  });

  it('nothing was read yet: the mark is 0', async () => {
    const chatId = await chatWith(1);
    const mark = await marker(provider, door);
    expect((await mark('mark_read', { chatId, seq: 0 })).receipt).toEqual({
      userId: provider.id,
      chatId,
      seq: 0,
      read_at: null,
    });
  });

  it('[ME1] is not_found for strangers, another’s chat and none', async () => {
    const chatId = await chatWith(1);
    const mark = await marker(await server.user('provider'), door);
    for (const command of ['mark_read', 'mark_delivered'] as const) {
      const here = await mark(command, { chatId, seq: 1 });
      expect(here.error).toMatchObject({ code: 'not_found' });
      expect((await mark(command, { chatId: NO_UUID, seq: 1 })).error).toEqual(here.error);
    }
    expect(await sql('select count(*)::int as marks from receipts where chat_id = $1', chatId)).toEqual([{ marks: 0 }]);
  });

  it.each([-1, 1.5, 2 ** 53, '3', null])('refuses %s as a seq', async (seq) => {
    const chatId = await chatWith(1);
    const { error } = await (await marker(provider, door))('mark_read', { chatId, seq: seq as number });
    expect(error).toMatchObject({ code: 'invalid_payload', message: expect.stringContaining('seq') });
  });

  it('[CH7][SY8] works in a closed chat, and moves no revision', async () => {
    const chatId = await chatWith(1);
    await sql('update chats set status = 2 where id = $1', chatId);
    const { revision } = await summary(provider, chatId);
    expect((await (await marker(provider, door))('mark_read', { chatId })).receipt).toMatchObject({ seq: 1 });
    expect(await summary(provider, chatId)).toMatchObject({ revision, read_seq: 1 });
  });
});

it('[RC4][UN1] two devices that mark in any order at once end at the furthest, and tell it in order', async () => {
  const chatId = await chatWith(20);
  const [one, two, watcher] = await Promise.all([
    marker(provider, 'socket'),
    marker(provider, 'rest'),
    joined(customer, chatId),
  ]);
  const seqs = Array.from({ length: 20 }, (_, n) => n + 1);
  await Promise.all([
    ...seqs.map((seq) => one('mark_read', { chatId, seq })),
    ...seqs.toReversed().map((seq) => two('mark_read', { chatId, seq })),
  ]);
  expect(await summary(provider, chatId)).toMatchObject({ read_seq: 20, unread: 0 });
  await watcher.event('messages_read', ({ seq }) => seq === 20);
  const told = watcher.all('messages_read').map(({ seq }) => seq);
  expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
});

it('[UN1][UN2][RC4] after any mixture of sends, marks and deletions unread equals a recount', async () => {
  const step = fc.record({
    kind: fc.constantFrom('mine' as const, 'theirs' as const, 'read' as const, 'delete' as const, 'system' as const),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const chatId = await server.chat(customer, provider);
      let reached = 0;
      for (const { kind, at } of steps) {
        const messages = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages;
        const target = messages[Math.floor(at * messages.length)];
        if (kind === 'system') await sql("select append_system_message($1, gen_random_uuid(), 'step')", chatId);
        else if (kind === 'mine' || kind === 'theirs') {
          const { token } = kind === 'mine' ? provider : customer;
          await server.rest(token, 'POST', `/api/chat/${chatId}/messages`, { message: 'said' });
        } else if (target === undefined) continue;
        else if (kind === 'read') {
          reached = Math.max(reached, target.seq);
          await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, { seq: target.seq });
        } else if (target.sender_id !== 0) {
          const { token } = target.sender_id === provider.id ? provider : customer;
          await server.rest(token, 'DELETE', `/api/chat/${chatId}/messages/${target.id}`);
        }
        const now = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages as {
          seq: number;
          sender_id: number;
          deleted_at: string | null;
        }[];
        const unread = now.filter(
          ({ seq, sender_id, deleted_at }) =>
            seq > reached && sender_id !== provider.id && sender_id !== 0 && deleted_at === null,
        );
        expect(await summary(provider, chatId)).toMatchObject({ unread: unread.length, read_seq: reached });
      }
    }),
    { numRuns: 10 },
  );
});
