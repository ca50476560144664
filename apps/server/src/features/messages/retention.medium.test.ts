import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { Retention } from './retention.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let lsm: TestUser;
let chatId: string;
let mine: TestSocket;
let other: TestSocket;

beforeAll(async () => {
  server = await startTestServer({ KEEP_MESSAGES: '30d' });
  lsm = await server.user('lsm');
});
afterAll(() => server.close());
beforeEach(async () => {
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
  chatId = await server.chat(customer, provider);
  [mine, other] = [await server.socket(customer.token), await server.socket(provider.token)];
  for (const socket of [mine, other]) await socket.call('join_chat', { chatId });
});

const send = async (message: string, more: object = {}) =>
  (await mine.call('send_message', { chatId, message, ...more })).message;
/** Everything of the chat until now was said so many days ago. */
const ago = (days: number) =>
  server.database.realtime.query(
    `update messages set created_at = created_at - make_interval(days => $2) where chat_id = $1`,
    [chatId, days],
  );
const expire = async () => {
  for (let after: string | null | undefined; after !== null;) after = await server.app.get(Retention).run(after);
};
const shown = async () => {
  const { body } = await server.rest(customer.token, 'GET', `/api/chat/${chatId}/messages?limit=200`);
  return body.messages.filter(({ sender_type }: { sender_type: string }) => sender_type !== 'system');
};
const texts = async () => (await shown()).map(({ message }: { message: string }) => message);
/** Every row of the database in which a word stands. */
async function rowsWith(word: string): Promise<string[]> {
  const tables = ['messages', 'changes', 'search_messages', 'notifications', 'feed'];
  const found: string[] = [];
  for (const table of tables) {
    const rows = await server.database.realtime.query(`select 1 as one from ${table} t where t::text like $1`, [
      `%${word}%`,
    ]);
    if (rows.length > 0) found.push(table);
  }
  return found;
}

describe('[OP26] retention', () => {
  it('leaves tombstones of what is too old, and its words nowhere; what is newer stays', async () => {
    const first = await send('firstword');
    await mine.call('edit_message', { chatId, messageId: first.id, message: 'secondword' });
    const gone = await send('thirdword');
    await mine.call('delete_message', { chatId, messageId: gone.id });
    await other.call('react', { chatId, messageId: first.id, emoji: '👍', active: true });
    await ago(31);
    const kept = await send('keptword', { reply_to: first.id });
    expect(kept.reply_to.preview).toBe('secondword');
    await expire();

    const told = await other.event('message_updated', ({ id, deleted_at }) => id === first.id && deleted_at !== null);
    expect(told).toMatchObject({ message: '', reactions: [], edited_at: expect.anything() });
    expect(await texts()).toEqual(['', '', 'keptword']);
    expect((await shown()).at(-1).reply_to.preview).not.toContain('word');
    for (const word of ['firstword', 'secondword', 'thirdword'])
      await expect.poll(() => rowsWith(word), { message: word }).toEqual([]);
    // Who was away gets it by catching up, and what is unread is what is left.
    const { chats } = await other.call('sync', { chats: [{ chatId, revision: kept.revision }] });
    expect(chats[0].messages.map(({ message }: { message: string }) => message).filter(Boolean)).toEqual(['keptword']);
    const { body } = await server.rest(provider.token, 'GET', `/api/chat/${chatId}`);
    expect([body.unread, body.last_seq]).toEqual([1, kept.seq]);
    await expire();
    expect((await server.rest(provider.token, 'GET', `/api/chat/${chatId}`)).body.revision).toBe(body.revision);
  });

  it('goes in bites, through system messages too, and forgets no message', async () => {
    for (let n = 0; n < 120; n += 1) await send(`m${n}`);
    await ago(40);
    await send('new');
    await expire();
    expect(await texts()).toEqual([...Array.from({ length: 120 }, () => ''), 'new']);
  });

  it('touches nothing while a dispute runs, nor while its LSM may read it; then it does', async () => {
    await send('evidenceword');
    const { body: dispute } = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'why',
    });
    await ago(31);
    await expire();
    expect(await texts()).toContain('evidenceword');

    expect((await server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/join`)).status).toBe(200);
    const resolved = { outcome: 'settled', note: 'a note' };
    expect((await server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/resolve`, resolved)).status).toBe(200);
    await expire();
    expect(await texts()).toContain('evidenceword');
    const { body } = await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`);
    expect(body.messages.map(({ message }: { message: string }) => message)).toContain('evidenceword');

    await server.database.realtime.query(
      `update chat_members set reads_until = now() - interval '1 day' where user_id = $1`,
      [lsm.id],
    );
    await expire();
    expect(await texts()).not.toContain('evidenceword');
  });

  it('waits at a message that was reported until somebody has decided', async () => {
    const reported = await send('reportedword');
    const report = await server.rest(provider.token, 'POST', `/api/chat/${chatId}/messages/${reported.id}/reports`, {
      reason: 'harassment',
    });
    expect(report.status).toBeLessThan(300);
    await ago(31);
    await expire();
    expect(await texts()).toEqual(['reportedword']);
    await server.database.realtime.query(`update reports set decision = 'dismissed', decided_at = now()`);
    await expire();
    expect(await texts()).toEqual(['']);
  });
});

it('[OP26] nothing is taken away unless a time is set, and then it is done again and again', async () => {
  const waiting = (of: TestServer) =>
    of.database.realtime.query(`select 1 as one from stm_chat_jobs.jobs where task_identifier = 'expire_messages'`);
  expect(await waiting(server)).toHaveLength(1);
  const keeping = await startTestServer();
  expect(await waiting(keeping)).toEqual([]);
  expect(await keeping.app.get(Retention).run()).toBeNull();
  await keeping.close();
});
