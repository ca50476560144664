import type { ChatSummary, Dispute, Message } from '@stm-chat/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { chats as stories } from './demo-chats.js';
import type { DemoAccount } from './demo.api.js';
import { people } from './demo-people.js';

let database: TestDatabase;
let server: TestServer;
const start = (env: Record<string, string>) => startTestServer({ DATABASE_URL: database.url, ...env });

beforeAll(async () => {
  database = await createTestDatabase();
  server = await start({ DEMO: '1' });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function tokenOf({ email, password }: Pick<DemoAccount, 'email' | 'password'>): Promise<string> {
  const { body } = await server.rest(null, 'POST', '/api/auth/login', { email, password });
  return body.token;
}
const chatsOf = async (person: Pick<DemoAccount, 'email' | 'password'>): Promise<ChatSummary[]> =>
  (await server.rest(await tokenOf(person), 'GET', '/api/chat')).body.chats;

describe('demo data', () => {
  it('has accounts for every role, that everybody may sign in with', async () => {
    const { status, body } = await server.rest(null, 'GET', '/api/demo');
    expect(status).toBe(200);
    const accounts: DemoAccount[] = body.accounts;
    expect(accounts.map(({ role }) => role)).toEqual(['customer', 'provider', 'provider', 'lsm', 'lsm', 'admin']);
    for (const account of accounts) expect(await tokenOf(account)).toEqual(expect.any(String));
  });

  it('has chats whose order, times and unread counts tell a story of the last days', async () => {
    const chats = await chatsOf(people.sara);
    expect(chats).toHaveLength(stories.length);
    const activity = chats.map((chat) => Date.parse(chat.last_activity_at));
    expect(activity.toSorted((a, b) => b - a)).toEqual(activity);
    expect(Date.now() - (activity[0] ?? 0)).toBeLessThan(20 * 60_000);
    expect(Date.now() - (activity.at(-1) ?? 0)).toBeGreaterThan(3 * 86_400_000);
    expect(chats.filter(({ unread }) => unread > 0).map(({ subject, unread }) => [subject, unread])).toEqual([
      ['Kitchen tap replacement', 2],
    ]);
    expect(chats.filter(({ status }) => status === 'closed')).toHaveLength(1);
    expect((await chatsOf(people.bilal)).filter(({ unread }) => unread > 0)).toHaveLength(2);
    expect(await chatsOf(people.elena)).toHaveLength(1);
    expect(await chatsOf(people.james)).toHaveLength(0);
  });

  it('has a dispute that runs and one that was settled, with times of the last days', async () => {
    const disputesOf = async (person: Pick<DemoAccount, 'email' | 'password'>): Promise<Dispute[]> =>
      (await server.rest(await tokenOf(person), 'GET', '/api/disputes')).body.disputes;
    const [running, settled] = await disputesOf(people.elena);
    expect(running).toMatchObject({ status: 'assigned', answer_by: null, offer: { status: 'open' } });
    expect(settled).toMatchObject({ status: 'resolved', resolution: 'agreement', offer: { status: 'accepted' } });
    expect(Date.parse(running?.settle_by ?? '')).toBeGreaterThan(Date.now());
    expect(Date.now() - Date.parse(settled?.resolved_at ?? '')).toBeGreaterThan(4 * 86_400_000);
    expect(await disputesOf(people.sara)).toHaveLength(2);
    expect(await disputesOf(people.james)).toEqual([]);
  });

  it('has dense numbers, times in their order, answers and reactions', async () => {
    const token = await tokenOf(people.sara);
    for (const { id, last_seq } of await chatsOf(people.sara)) {
      const { messages } = (await server.rest(token, 'GET', `/api/chat/${id}/messages`)).body as {
        messages: Message[];
      };
      expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: last_seq }, (_, place) => place + 1));
      const times = messages.map(({ created_at }) => Date.parse(created_at));
      expect(times.toSorted((a, b) => a - b)).toEqual(times);
    }
    const [row] = await database.database.pooled.query<{ answers: number; scripts: number }>(
      `select count(*) filter (where reply_seq is not null) as answers,
              count(*) filter (where message ~ '[ء-ي]') as scripts from messages`,
    );
    expect(row?.answers).toBeGreaterThan(3);
    expect(row?.scripts).toBeGreaterThan(10);
  });

  it('has photos, a document and a voice message, which their readers can open', async () => {
    const token = await tokenOf(people.sara);
    const found: string[] = [];
    for (const { id } of await chatsOf(people.sara)) {
      const { messages } = (await server.rest(token, 'GET', `/api/chat/${id}/messages`)).body as {
        messages: Message[];
      };
      for (const { message_type, attachments } of messages.filter(({ attachments }) => attachments.length > 0)) {
        found.push(`${message_type} ${attachments.length}`);
        for (const { id: file, size, type, width, duration_ms, peaks } of attachments) {
          const answer = await fetch(`${server.url}/api/attachments/${file}`, {
            headers: { Authorization: `Bearer ${token}` },
          });
          expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, size]);
          if (message_type === 'image') expect(width).toBe(1200);
          if (message_type === 'voice') expect([type, duration_ms, peaks?.length]).toEqual(['audio/ogg', 9005, 64]);
        }
      }
    }
    expect(found.toSorted()).toEqual(['document 1', 'image 1', 'image 1', 'image 2', 'voice 1']);
  });

  it('is made once, and what was interrupted is finished', async () => {
    const count = async () => {
      const [row] = await database.database.pooled.query<{ n: number }>(
        'select (select count(*) from messages) * 1000 + (select count(*) from users) as n',
      );
      return row?.n;
    };
    const before = await count();
    await database.database.pooled.query('update demo_data set finished_at = null');
    await (await start({ DEMO: '1' })).close();
    await (await start({ DEMO: '1' })).close();
    expect(await count()).toBe(before);
  });
});

describe('where the server is no demo', () => {
  it('the public passwords open nothing, until it is one again', async () => {
    const plain = await start({ DEMO: '0' });
    const credentials = { email: people.ada.email, password: people.ada.password };
    expect((await plain.rest(null, 'GET', '/api/demo')).status).toBe(404);
    expect((await plain.rest(null, 'POST', '/api/auth/login', credentials)).status).toBe(401);
    await plain.close();
    const demo = await start({ DEMO: '1' });
    expect((await demo.rest(null, 'POST', '/api/auth/login', credentials)).status).toBe(200);
    await demo.close();
  });

  it('an account that an admin disabled stays so', async () => {
    await database.database.pooled.query(`select put_user(id, '{"disabled": true}', 0) from users where email = $1`, [
      people.james.email,
    ]);
    await (await start({ DEMO: '0' })).close();
    const demo = await start({ DEMO: '1' });
    const { accounts } = (await demo.rest(null, 'GET', '/api/demo')).body as { accounts: DemoAccount[] };
    expect(accounts.map(({ email }) => email)).not.toContain(people.james.email);
    expect(accounts).toHaveLength(5);
    await demo.close();
  });

  it('nothing is made where somebody is known already, or without leave', async () => {
    const plain = await startTestServer();
    await plain.user('customer');
    expect(await plain.database.pooled.query('select 1 from demo_data')).toEqual([]);
    expect((await plain.rest(null, 'GET', '/api/demo')).status).toBe(404);
    await plain.close();

    const used = await createTestDatabase();
    await used.database.pooled.query(`insert into users (id, role) values (1, 'customer')`);
    const demo = await startTestServer({ DATABASE_URL: used.url, DEMO: '1' });
    expect((await demo.rest(null, 'GET', '/api/demo')).status).toBe(404);
    await demo.close();
    await used.drop();
  });
});
