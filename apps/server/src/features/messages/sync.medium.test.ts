import type { ChatChanges, Message } from '@stm-chat/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { openDoor } from './testing/doors.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let socket: TestSocket;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider] = await Promise.all([server.user('customer'), server.user('provider')]);
  socket = await server.socket(provider.token);
});
afterAll(() => server.close());

const NO_UUID = '00000000-0000-7000-8000-000000000000';
const newChat = () => server.chat(customer, provider);
const sql = (text: string, ...values: unknown[]) =>
  server.database.realtime.query<Record<string, unknown>>(text, values);

async function say(chatId: string, ...texts: string[]): Promise<void> {
  const sender = await server.socket(customer.token);
  // As many as may wait for a writer.
  for (let at = 0; at < texts.length; at += 500) {
    const sent = texts.slice(at, at + 500).map((message) => sender.call('send_message', { chatId, message }));
    for (const answer of await Promise.all(sent)) expect(answer.ok).toBe(true);
  }
  sender.close();
}

const history = async (chatId: string): Promise<Message[]> =>
  (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=200`)).body.messages;

const atSeq = async (chatId: string, seq: number): Promise<Message> =>
  (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=1&after=${seq - 1}`)).body.messages[0];

/** Over the socket. */
const sync = async (chats: { chatId: string; revision: number }[], epoch?: string): Promise<ChatChanges[]> => {
  const answer = await socket.call('sync', epoch === undefined ? { chats } : { chats, epoch });
  expect(answer).toMatchObject({ ok: true });
  return answer.chats;
};

/** Over REST, one chat. */
const changes = async (chatId: string, since: number, epoch?: string): Promise<ChatChanges> => {
  const query = epoch === undefined ? '' : `&epoch=${epoch}`;
  const { status, body } = await server.rest(
    provider.token,
    'GET',
    `/api/chat/${chatId}/changes?since=${since}${query}`,
  );
  expect(status).toBe(200);
  return body;
};

/** All pages from a revision on. */
async function pages(chatId: string, since: number): Promise<ChatChanges[]> {
  const all = [await changes(chatId, since)];
  for (let last = all[0]; last?.more === true; last = all.at(-1)) all.push(await changes(chatId, last.revision));
  return all;
}

describe('catching up', () => {
  it('[SY1][SY7] gives the messages that changed, as they are now, and the members, over either door', async () => {
    const chatId = await newChat();
    await say(chatId, 'one', 'two', 'three');
    const door = await openDoor(server, customer, 'socket');
    const [, two] = await history(chatId);
    await door('edit_message', { chatId, messageId: two?.id, message: 'two!' });
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/read`, { seq: 2 });
    const all = await history(chatId);
    const expected = {
      chatId,
      revision: 5,
      messages: [all[2], all[1]],
      members: [
        { userId: customer.id, role: 'customer', read_seq: 2, delivered_seq: 2, read_at: expect.any(String) },
        { userId: provider.id, role: 'provider', read_seq: 0, delivered_seq: 0, read_at: null, online: true },
      ],
      more: false,
      reset: false,
    };
    const bySocket = await sync([{ chatId, revision: 3 }]);
    expect(bySocket).toMatchObject([expected]);
    expect(await changes(chatId, 3)).toEqual(bySocket[0]);
    expect(await changes(chatId, 5)).toMatchObject({ messages: [], revision: 5, more: false, reset: false });
  });

  it('[SY5] answers for the chats that may be seen, and says not_found of the others', async () => {
    const chatId = await newChat();
    await say(chatId, 'hi');
    const stranger = await server.user('provider');
    const foreign = await server.chat(customer, stranger);
    const wanted = [foreign, chatId, NO_UUID].map((id) => ({ chatId: id, revision: 0 }));
    expect(await sync(wanted)).toMatchObject([
      { chatId: foreign, error: { code: 'not_found', message: 'No such chat.' } },
      { chatId, messages: [{ message: 'hi' }] },
      { chatId: NO_UUID, error: { code: 'not_found', message: 'No such chat.' } },
    ]);
    const { status } = await server.rest(provider.token, 'GET', `/api/chat/${foreign}/changes?since=0`);
    expect(status).toBe(404);
  });

  it('[IN3] refuses an epoch that no database could hold, over both doors', async () => {
    const chatId = await newChat();
    for (const epoch of ['a\0b', '\ud800']) {
      expect(await socket.call('sync', { epoch, chats: [{ chatId, revision: 0 }] })).toMatchObject({
        error: { code: 'invalid_payload', message: expect.stringMatching(/^epoch: /) },
      });
      const path = `/api/chat/sync`;
      const { body } = await server.rest(customer.token, 'POST', path, { epoch, chats: [{ chatId, revision: 0 }] });
      expect(body).toMatchObject({ code: 'invalid_payload' });
    }
  });

  it('[SY4] says reset for a revision ahead, another epoch and more than 2,000 changes', async () => {
    const chatId = await newChat();
    await say(chatId, 'hi');
    const { epoch } = await socket.event('connected');
    const reset = { reset: true, more: false, messages: [], revision: 2, members: [{}, {}] };
    expect(await changes(chatId, 3)).toMatchObject(reset);
    expect(await changes(chatId, 0, NO_UUID)).toMatchObject(reset);
    expect(await sync([{ chatId, revision: 2 }], 'an older one')).toMatchObject([reset]);
    expect(await changes(chatId, 2, epoch)).toMatchObject({ reset: false });
    await sql('update chats set revision = revision + 2000, last_seq = last_seq + 2000 where id = $1', chatId);
    expect(await changes(chatId, 1)).toMatchObject({ reset: true });
    expect(await changes(chatId, 2)).toMatchObject({ reset: false, revision: 2002 });
  });

  it('[SY6] takes 200 chats at once and no more', async () => {
    const chatId = await newChat();
    const wanted = Array.from({ length: 200 }, () => ({ chatId, revision: 0 }));
    expect(await sync(wanted)).toHaveLength(200);
    const { error } = await socket.call('sync', { chats: [...wanted, ...wanted.slice(0, 1)] });
    expect(error).toMatchObject({ code: 'invalid_payload' });
  });

  it('[SY3] brings a long absence in pages of 500, each message once', async () => {
    const chatId = await newChat();
    await say(chatId, ...Array.from({ length: 1100 }, (_, n) => `message ${n}`));
    const all = await pages(chatId, 0);
    expect(all.map(({ messages, more }) => [messages.length, more])).toEqual([
      [500, true],
      [500, true],
      [100, false],
    ]);
    expect(all.flatMap(({ messages }) => messages).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1100 }, (_, n) => n + 1),
    );
  });

  it('[SY2][SY3] what changes between two pages comes with a later one', async () => {
    const chatId = await newChat();
    await say(chatId, ...Array.from({ length: 600 }, (_, n) => `message ${n}`));
    const first = await changes(chatId, 0);
    const door = await openDoor(server, customer, 'socket');
    for (const at of [0, 300, 599]) {
      const target = { chatId, messageId: (await atSeq(chatId, at + 1)).id };
      await door(
        at === 300 ? 'delete_message' : 'edit_message',
        at === 300 ? target : { ...target, message: 'changed' },
      );
    }
    await say(chatId, 'new');
    const all = [first, ...(await pages(chatId, first.revision))];
    expect(all.map(({ messages }) => messages.length)).toEqual([500, 103]);
    const known = new Map(all.flatMap(({ messages }) => messages).map((message) => [message.seq, message]));
    const fresh = await Promise.all([1, 301, 600, 601].map((seq) => atSeq(chatId, seq)));
    expect(fresh.map(({ seq }) => known.get(seq))).toEqual(fresh);
    expect(known.size).toBe(601);
  });

  it('[SY3][SY10] many chats with much to say are one answer of a bounded size, and each of them gets on', async () => {
    const chatIds = await Promise.all(Array.from({ length: 12 }, newChat));
    const text = '😀'.repeat(4000); // 16,000 bytes
    await Promise.all(chatIds.map((chatId) => say(chatId, ...Array.from({ length: 8 }, () => text))));
    const held = new Map(chatIds.map((chatId) => [chatId, 0]));
    const seen = new Map<string, number[]>();
    for (let calls = 0; held.size > 0; calls++) {
      expect(calls).toBeLessThan(20);
      const answer = await sync([...held].map(([chatId, revision]) => ({ chatId, revision })));
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(600 * 1024);
      for (const { chatId, revision, messages, more } of answer) {
        expect(revision).toBeGreaterThan(held.get(chatId) ?? 0);
        seen.set(chatId, [...(seen.get(chatId) ?? []), ...messages.map(({ seq }) => seq)]);
        if (more) held.set(chatId, revision);
        else held.delete(chatId);
      }
    }
    for (const seqs of seen.values()) expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

it('[SY2][SY8] from any revision, all pages applied give the state of a fresh fetch', async () => {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), at: fc.option(place) }) },
    fc.record({ kind: fc.constant('edit' as const), at: place }),
    fc.record({ kind: fc.constant('delete' as const), at: place }),
    fc.record({ kind: fc.constant('react' as const), at: place, active: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('read' as const, 'job' as const, 'system' as const), at: place }),
  );
  const door = await openDoor(server, customer, 'socket');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
      const chatId = await newChat();
      const states: { revision: number; messages: Message[] }[] = [];
      const look = async () => {
        const { body } = await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=200`);
        states.push(body);
        return body.messages as Message[];
      };
      let messages = await look();
      for (const [n, { kind, at, ...rest }] of steps.entries()) {
        const target = at === null ? undefined : messages[Math.floor(at * messages.length)];
        const before = states.at(-1)?.revision ?? 0;
        const input = { chatId, messageId: target?.id };
        if (kind === 'send') await door('send_message', { chatId, message: `text ${n}`, reply_to: target?.id ?? null });
        else if (kind === 'job') await sql("select bump_chat($1, 'job', 0)", chatId);
        else if (kind === 'system') await sql("select append_system_message($1, gen_random_uuid(), 'step')", chatId);
        else if (target === undefined) continue;
        else if (kind === 'edit') await door('edit_message', { ...input, message: `edit ${n}` });
        else if (kind === 'delete') await door('delete_message', input);
        else if (kind === 'react') await door('react', { ...input, emoji: '👍', ...rest });
        else await server.rest(provider.token, 'POST', `/api/chat/${chatId}/read`, { seq: target.seq });
        messages = await look();
        if (kind === 'read') expect(states.at(-1)?.revision).toBe(before);
      }
      const end = states.at(-1);
      for (const { revision, messages: held } of states) {
        const known = new Map(held.map((message) => [message.seq, message]));
        const all = await pages(chatId, revision);
        for (const message of all.flatMap((page) => page.messages)) known.set(message.seq, message);
        expect([...known.values()].toSorted((a, b) => a.seq - b.seq)).toEqual(end?.messages);
        expect(all.at(-1)?.revision).toBe(end?.revision);
      }
      const [{ count } = { count: 0 }] = await sql(
        'select count(distinct revision)::int as count from messages where chat_id = $1',
        chatId,
      );
      expect(count).toBe(end?.messages.length);
    }),
    { numRuns: 15 },
  );
});
