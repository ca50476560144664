import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let admin: TestUser;
let chatId: string;

beforeAll(async () => {
  server = await startTestServer();
  [customer, provider, admin] = await Promise.all([
    server.user('customer'),
    server.user('provider'),
    server.user('admin'),
  ]);
  chatId = await server.chat(customer, provider);
});
afterAll(() => server.close());

const rest = (who: TestUser, method: string, path: string, body?: unknown) =>
  server.rest(who.token, method, path, body);
const say = async (who: TestUser, message: string) =>
  (await rest(who, 'POST', `/api/chat/${chatId}/messages`, { message })).body;
const report = (who: TestUser, messageId: string, body: object = { reason: 'harassment' }) =>
  rest(who, 'POST', `/api/chat/${chatId}/messages/${messageId}/reports`, body);
const decide = (id: string, decision: string) =>
  rest(admin, 'POST', `/api/admin/reports/${id}/decide`, { decision, note: 'n' });
const lookedAt = (id: string) =>
  server.database.pooled.query("select actor from audit where action = 'read_report' and target = $1", [
    `report:${id}`,
  ]);

it('[SF7] a member reports a message of somebody else, once, over both doors', async () => {
  const message = await say(provider, 'An insult');
  const first = await report(customer, message.id, { reason: 'harassment', details: 'He is rude' });
  expect(first.status).toBe(201);
  expect(first.body).toEqual({
    id: expect.any(String),
    chatId,
    messageId: message.id,
    reason: 'harassment',
    created_at: expect.any(String),
  });
  const socket = await server.socket(customer.token);
  const again = await socket.call('report_message', { chatId, messageId: message.id, reason: 'spam' });
  expect(again.report).toEqual(first.body);
  expect((await report(provider, message.id)).body.code).toBe('forbidden');
  expect((await report(customer, randomUUID())).body.code).toBe('not_found');
  expect((await report(await server.user('customer'), message.id)).body.code).toBe('not_found');
  expect((await report(customer, message.id, { reason: 'because' })).body.code).toBe('invalid_payload');
});

it('[SF8] an admin sees what was written only in the report, and that is written down', async () => {
  for (const text of ['too-far', 'before-5', 'before-4', 'before-3', 'before-2', 'before-1']) await say(customer, text);
  const message = await say(provider, 'the-reported-text');
  for (const text of ['after-1', 'after-2', 'after-3', 'after-4', 'after-5', 'beyond']) await say(customer, text);
  const { body } = await report(customer, message.id);
  await rest(provider, 'DELETE', `/api/chat/${chatId}/messages/${message.id}`);
  const list = await rest(admin, 'GET', '/api/admin/reports?limit=200');
  expect(JSON.stringify(list.body)).not.toContain('the-reported-text');
  expect(list.body.reports.at(-1)).toMatchObject({ id: body.id, reporter: { userId: customer.id }, decision: null });
  expect(await lookedAt(body.id)).toEqual([]);
  const one = await rest(admin, 'GET', `/api/admin/reports/${body.id}`);
  const quoted: { message: string; reported: boolean }[] = one.body.quoted;
  const around = (side: string, numbers: number[]) => numbers.map((number) => `${side}-${number}`);
  expect(quoted.map(({ message: text }) => text)).toEqual([
    ...around('before', [5, 4, 3, 2, 1]),
    'the-reported-text',
    ...around('after', [1, 2, 3, 4, 5]),
  ]);
  expect(quoted.filter(({ reported }) => reported).map(({ message: text }) => text)).toEqual(['the-reported-text']);
  expect(await lookedAt(body.id)).toEqual([{ actor: admin.id }]);
  expect((await rest(admin, 'GET', `/api/chat/${chatId}/messages`)).body.code).toBe('not_found');
  for (const who of [customer, provider]) {
    expect((await rest(who, 'GET', `/api/admin/reports/${body.id}`)).body.code).toBe('forbidden');
    expect((await rest(who, 'GET', '/api/admin/reports')).body.code).toBe('forbidden');
  }
  expect((await rest(admin, 'GET', `/api/admin/reports/${randomUUID()}`)).body.code).toBe('not_found');
});

it('[SF9] a decision is final, takes effect, and both sides are told', async () => {
  const message = await say(provider, 'to be removed');
  const { body } = await report(customer, message.id);
  const [mine, theirs] = [await server.socket(customer.token), await server.socket(provider.token)];
  await mine.call('join_chat', { chatId });
  const decided = await decide(body.id, 'message_removed');
  expect(decided.body).toMatchObject({ id: body.id, decision: 'message_removed', decided_by: admin.id, note: 'n' });
  expect((await mine.event('message_updated', ({ id }) => id === message.id)).message).toBe('');
  const told = async (socket: typeof mine, code: string) =>
    (await socket.event('notification', (one) => one.report?.code === code)).type;
  expect([await told(mine, 'done'), await told(theirs, 'message_removed')]).toEqual(['report', 'report']);
  expect((await decide(body.id, 'dismissed')).body.code).toBe('conflict');
  expect((await rest(admin, 'GET', '/api/admin/reports?status=decided&limit=1')).body.reports[0].id).toBe(body.id);
  const list = await rest(provider, 'GET', '/api/notifications');
  expect(list.body.notifications.some((one: { type: string }) => one.type === 'report')).toBe(true);

  const harmless = await say(provider, 'harmless');
  const { body: second } = await report(customer, harmless.id);
  await decide(second.id, 'dismissed');
  expect(await told(mine, 'dismissed')).toBe('report');
  expect(theirs.all('notification').filter((one) => one.report?.code === 'dismissed')).toEqual([]);

  const bad = await say(provider, 'bad');
  const { body: third } = await report(customer, bad.id);
  await decide(third.id, 'user_disabled');
  expect((await rest(provider, 'GET', '/api/chat')).status).toBe(401);
});

/** A message of a new provider in a new chat, which its customer reported. */
async function reported(): Promise<{ bully: TestUser; chat: string; messageId: string; reportId: string }> {
  const bully = await server.user('provider');
  const chat = await server.chat(customer, bully);
  const { body: message } = await rest(bully, 'POST', `/api/chat/${chat}/messages`, { message: 'rude' });
  const path = `/api/chat/${chat}/messages/${message.id}/reports`;
  const { body } = await rest(customer, 'POST', path, { reason: 'spam' });
  return { bully, chat, messageId: message.id, reportId: body.id };
}

const WAITING = `
  select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Lets whoever decides about this message wait, until `release`. */
async function holdReports(messageId: string) {
  const holder = new Client({ connectionString: server.env['DIRECT_URL'] ?? server.env['DATABASE_URL'] });
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('begin');
  await holder.query('select from reports where message_id = $1 for update', [messageId]);
  return {
    waiting: async (count: number) => {
      await expect.poll(() => server.database.pooled.query(WAITING, [])).toEqual([{ n: count }]);
    },
    release: () => holder.query('commit'),
  };
}

it.each(['user_disabled', 'message_removed'])(
  '[SF9] of two admins at once one decides, and the %s of the other is not done',
  async (decision) => {
    const { bully, chat, messageId, reportId } = await reported();
    const deciding = await holdReports(messageId);
    const first = decide(reportId, 'dismissed');
    await deciding.waiting(1);
    const second = decide(reportId, decision);
    await deciding.waiting(2);
    await deciding.release();
    expect([(await first).status, (await second).body.code]).toEqual([200, 'conflict']);
    const read = await rest(bully, 'GET', `/api/chat/${chat}/messages`);
    expect([read.status, read.body.messages?.[0].message]).toEqual([200, 'rude']);
  },
);

it.each(['user_disabled', 'message_removed'])(
  '[SF9] a %s that cannot be recorded is not done, and can be decided again',
  async (decision) => {
    const { bully, chat, reportId } = await reported();
    const { pooled } = server.database;
    await pooled.query('alter table reports add constraint broken check (decided_at is null) not valid', []);
    expect((await decide(reportId, decision)).status).toBe(500);
    await pooled.query('alter table reports drop constraint broken', []);
    const read = await rest(bully, 'GET', `/api/chat/${chat}/messages`);
    expect([read.status, read.body.messages?.[0].message]).toEqual([200, 'rude']);
    expect((await decide(reportId, decision)).body.decision).toBe(decision);
  },
);

it('[SF9] two reports of one message, decided at once, are one decision', async () => {
  const { chat, messageId, reportId } = await reported();
  const another = randomUUID();
  await server.database.pooled.query(
    `insert into reports (id, chat_id, message_id, seq, sender_id, reporter_id, reason, quoted)
     select $1, chat_id, message_id, seq, sender_id, $2, reason, quoted from reports where id = $3`,
    [another, provider.id, reportId],
  );
  const deciding = await holdReports(messageId);
  const first = decide(reportId, 'dismissed');
  await deciding.waiting(1);
  const second = decide(another, 'message_removed');
  await deciding.waiting(2);
  await deciding.release();
  expect([(await first).status, (await second).body.code]).toEqual([200, 'conflict']);
  const read = await rest(customer, 'GET', `/api/chat/${chat}/messages`);
  expect(read.body.messages[0].message).toBe('rude');
});
