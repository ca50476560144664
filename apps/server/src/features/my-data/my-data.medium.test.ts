import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let stranger: TestUser;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE, LIMIT_EXPORT: '0' });
  customer = await server.user('customer', { name: 'Cora', email: 'cora@example.com' });
  provider = await server.user('provider', { name: 'Piet', email: 'piet@example.com' });
  stranger = await server.user('provider');
});
afterAll(() => server.close());

const take = (user: TestUser | null) => server.rest(user?.token ?? null, 'GET', '/api/me/export');
const say = async (from: TestUser, chatId: string, message: string) =>
  (await server.rest(from.token, 'POST', `/api/chat/${chatId}/messages`, { message })).body;

describe('[AD20] my data', () => {
  it('is one file with my account, my settings and every chat that I can read', async () => {
    const chatId = await server.chat(customer, provider, 'export-1');
    // More than a page of the file, in one batch.
    await server.database.realtime.query(
      `select from append_messages(array[$1::uuid], true, false,
         array(select $1::uuid from generate_series(1, 520)), array(select gen_random_uuid() from generate_series(1, 520)),
         array(select case n % 2 when 0 then $2::int else $3::int end from generate_series(1, 520) n),
         array(select 0::smallint from generate_series(1, 520)), array(select null::text from generate_series(1, 520)),
         array(select null::uuid from generate_series(1, 520)), array(select 'word ' || n from generate_series(1, 520) n),
         array(select null::uuid from generate_series(1, 520)), array(select false from generate_series(1, 520)))`,
      [chatId, customer.id, provider.id],
    );
    const gone = await say(customer, chatId, 'taken back');
    await server.rest(customer.token, 'DELETE', `/api/chat/${chatId}/messages/${gone.id}`);
    const answer = await take(customer);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain(`stm-chat-${customer.id}.json`);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const { body } = answer;
    expect(body).toMatchObject({
      format: 'stm-chat-export/1',
      account: [{ id: customer.id, name: 'Cora', email: 'cora@example.com', role: 'customer' }],
      chats: [{ id: chatId, job_id: 'export-1', my_role: 'customer' }],
    });
    const said = body.chats[0].messages.map(({ message }: { message: string }) => message);
    expect(said.filter((text: string) => text.startsWith('word '))).toHaveLength(520);
    expect(JSON.stringify(body)).not.toContain('taken back');
    expect(body.chats[0].members).toContainEqual({ userId: provider.id, role: 'provider', name: 'Piet' });
    // What others are reached by is theirs.
    expect(JSON.stringify(body)).not.toContain('piet@example.com');
    expect(JSON.stringify(body)).not.toMatch(/password|hash|token/i);
  });

  it('has nothing of a chat that I am not, or no longer, in', async () => {
    const chatId = await server.chat(customer, stranger, 'export-2');
    await say(stranger, chatId, 'between us');
    expect(JSON.stringify((await take(provider)).body)).not.toContain('between us');
    expect(JSON.stringify((await take(stranger)).body)).toContain('between us');
    await server.rest(SERVICE, 'DELETE', `/api/admin/chats/${chatId}/members/${stranger.id}`);
    const after = await take(stranger);
    expect(after.status).toBe(200);
    expect(JSON.stringify(after.body)).not.toContain('between us');
  });

  it('is nobody else’s: no stranger, no administrator, no host platform, nobody who was erased', async () => {
    expect((await take(null)).body.code).toBe('unauthorized');
    expect((await server.rest(SERVICE, 'GET', '/api/me/export')).body.code).toBe('forbidden');
    const admin = await server.user('admin');
    expect((await take(admin)).body.chats).toEqual([]);
    const eve = await server.user('customer');
    await server.rest(SERVICE, 'DELETE', `/api/admin/users/${eve.id}`);
    expect((await take(eve)).body.code).toBe('unauthorized');
  });

  it('[LI1] is taken a few times an hour', async () => {
    const strict = await startTestServer({ LIMIT_EXPORT: '2/h' });
    try {
      const ann = await strict.user('customer');
      const ask = () => strict.rest(ann.token, 'GET', '/api/me/export');
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
      expect((await ask()).body).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) });
    } finally {
      await strict.close();
    }
  });
});
