import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PgBouncer, startPgBouncer } from '../database/testing/pgbouncer.js';
import { createTestDatabase, moveTo, type TestDatabase } from '../database/testing/test-database.js';
import { startTestServer, type TestServer, type TestUser } from './test-server.js';

/** A whole server whose DATABASE_URL leads through PgBouncer, with two connections to PostgreSQL. */
let spare: TestDatabase;
let pooler: PgBouncer;
let server: TestServer;
let anna: TestUser;
let omar: TestUser;

beforeAll(async () => {
  spare = await createTestDatabase();
  pooler = await startPgBouncer(spare.url);
  moveTo({ postgresUrl: spare.url, through: pooler.through });
  server = await startTestServer({ LIMIT_STATEMENT: '400ms' });
  [anna, omar] = await Promise.all([server.user('customer'), server.user('provider')]);
});
afterAll(async () => {
  try {
    await server.close();
  } finally {
    await pooler.close();
    await spare.drop();
  }
});

const times = <T>(count: number, action: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => action(index)));

/** Transactions of PostgreSQL that went through the pooler so far. */
async function carried(): Promise<number> {
  const stats = await pooler.show('stats');
  return stats.reduce((sum, { total_xact_count: count }) => sum + Number(count), 0);
}

describe('a server behind a transaction pooler', () => {
  it('[DB1][DB2] answers fifty readers at once', async () => {
    const chats = await times(5, () => server.chat(anna, omar));
    for (const chatId of chats)
      await times(8, (n) =>
        server.rest(omar.token, 'POST', `/api/chat/${chatId}/messages`, { message: `number ${n}` }),
      );
    const before = await carried();
    const routes = (chatId: string) => [
      '',
      `/${chatId}`,
      `/${chatId}/messages`,
      `/${chatId}/messages?limit=3&before=5`,
      `/${chatId}/changes?since=0`,
    ];
    const answers = await times(50, async (n) => {
      const chatId = chats[n % 5] ?? '';
      const path = routes(chatId)[Math.floor(n / 10)] ?? '';
      const { status, body } = await server.rest(anna.token, 'GET', `/api/chat${path}`);
      return { status, of: body.id ?? body.chatId ?? body.messages?.[0]?.chatId ?? body.chats?.length, chatId };
    });
    for (const { status, of, chatId } of answers) {
      expect(status).toBe(200);
      expect([5, chatId]).toContain(of);
    }
    // All but `GET /api/chat/:id`, which reads what `join_chat` reads.
    expect((await carried()) - before).toBeGreaterThanOrEqual(40);
    const pools = await pooler.show('pools');
    const connections = pools
      .filter(({ database }) => database !== 'pgbouncer')
      .map((pool) => Number(pool['sv_idle']) + Number(pool['sv_active']) + Number(pool['sv_used']));
    expect(Math.max(...connections)).toBeLessThanOrEqual(2);
  });

  it('[DB2] writes messages and receipts while others read', async () => {
    const chatId = await server.chat(anna, omar);
    const [hers, his] = await Promise.all([server.socket(anna.token), server.socket(omar.token)]);
    await Promise.all([hers, his].map((side) => side.call('join_chat', { chatId })));
    const sends = times(40, (n) =>
      (n % 2 === 0 ? hers : his).call('send_message', { chatId, message: `m${n}`, client_id: `c${n}` }),
    );
    const reads = times(40, (n) => (n % 2 === 0 ? hers : his).call('mark_read', { chatId, seq: n + 1 }));
    const lists = times(40, () => server.rest(anna.token, 'GET', `/api/chat/${chatId}/messages?limit=200`));
    const marks = times(20, () => server.rest(omar.token, 'POST', `/api/chat/${chatId}/read`, {}));
    for (const ack of [...(await sends), ...(await reads)]) expect(ack).toMatchObject({ ok: true });
    for (const { status, body } of await lists) {
      expect(status).toBe(200);
      expect(body.messages.map(({ seq }: { seq: number }) => seq)).toEqual(
        body.messages.map((_: unknown, at: number) => at + 1),
      );
    }
    for (const { status } of await marks) expect(status).toBe(200);
    for (const side of [hers, his]) {
      await side.event('new_message', ({ seq }) => seq === 40);
      expect(side.all('new_message').map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    }
    await server.rest(anna.token, 'POST', `/api/chat/${chatId}/read`, {});
    const { body } = await server.rest(anna.token, 'GET', `/api/chat/${chatId}`);
    expect(body).toMatchObject({ last_seq: 40, read_seq: 40, unread: 0 });
    for (const side of [hers, his]) side.close();
  });
});

describe('while the pooler is away', () => {
  const ready = async () => {
    const { status, body } = await server.rest(null, 'GET', '/health/ready');
    return { status, pooled: body.checks.database_pooled, realtime: body.checks.database_realtime };
  };

  it('[DB1][OP1] reading is unavailable and said to be, messages go on, and it comes back by itself', async () => {
    const chatId = await server.chat(anna, omar);
    const his = await server.socket(omar.token);
    await his.call('join_chat', { chatId });
    expect(await ready()).toEqual({ status: 200, pooled: 'ok', realtime: 'ok' });

    await pooler.kill();
    const refused = await server.rest(anna.token, 'GET', `/api/chat/${chatId}/messages`);
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(JSON.stringify(refused.body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|select/);
    expect(await ready()).toEqual({ status: 503, pooled: 'failing', realtime: 'ok' });

    const hers = await server.socket(anna.token);
    expect(await hers.call('join_chat', { chatId })).toMatchObject({ ok: true });
    const sent = await hers.call('send_message', { chatId, message: 'Are you there?' });
    expect(sent).toMatchObject({ ok: true });
    expect(await his.event('new_message')).toEqual(sent.message);
    expect(await his.call('mark_read', { chatId })).toMatchObject({ ok: true });
    await hers.event('messages_read', ({ userId }) => userId === omar.id);
    expect(await his.call('sync', { chats: [{ chatId, revision: 0 }] })).toMatchObject({ ok: true });
    const posted = await server.rest(omar.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'I am' });
    expect(posted.status).toBe(201);

    await pooler.start();
    const found = await server.rest(anna.token, 'GET', `/api/chat/${chatId}/messages`);
    expect(found.body.messages.map(({ message }: { message: string }) => message)).toEqual(['Are you there?', 'I am']);
    expect(await ready()).toEqual({ status: 200, pooled: 'ok', realtime: 'ok' });
    for (const side of [hers, his]) side.close();
  });

  it('[DB5] it may also hang: reading ends in time', async () => {
    const chatId = await server.chat(anna, omar);
    const hers = await server.socket(anna.token);
    pooler.hang(true);
    const began = performance.now();
    try {
      const reading = server.rest(anna.token, 'GET', `/api/chat/${chatId}/messages`);
      expect(await hers.call('send_message', { chatId, message: 'still here' })).toMatchObject({ ok: true });
      expect(performance.now() - began).toBeLessThan(1000);
      expect(await reading).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    } finally {
      pooler.hang(false);
    }
    const { body } = await server.rest(anna.token, 'GET', `/api/chat/${chatId}/messages`);
    expect(body.messages).toMatchObject([{ message: 'still here' }]);
    hers.close();
  });
});

// Tests of other files, again: whatever reads over REST or administers, on servers like the one above.
describe.each([
  ['chats', () => import('../features/chats/chats.medium.test.js')],
  ['the inbox', () => import('../features/inbox/inbox.medium.test.js')],
  ['history', () => import('../features/messages/history.medium.test.js')],
  ['sessions', () => import('../features/auth/sessions.medium.test.js')],
  ['accounts', () => import('../features/admin/users.medium.test.js')],
])('[DB2] through a transaction pooler: %s', async (_, load) => {
  await load();
});
