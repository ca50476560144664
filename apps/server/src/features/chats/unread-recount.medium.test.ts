import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { UnreadRecount } from './unread-recount.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const drift = async () =>
  Number(/^chat_unread_drift_total (\d+)/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);

it('[UN2] a recount finds a count that is wrong, says so, and puts it right; else it finds nothing', async () => {
  const [ann, bob] = [await server.user('customer'), await server.user('provider')];
  const chatId = await server.chat(ann, bob);
  for (const message of ['one', 'two', 'three'])
    await server.rest(ann.token, 'POST', `/api/chat/${chatId}/messages`, { message });
  const unread = async () =>
    (await server.rest(bob.token, 'GET', '/api/chat')).body.chats.find((chat: { id: string }) => chat.id === chatId)
      .unread as number;
  const recount = server.app.get(UnreadRecount, { strict: false });
  expect([await unread(), await recount.run(1000), await drift()]).toEqual([3, 0, 0]);

  await server.database.realtime.query('update chats set n_customer = n_customer + 4 where id = $1', [chatId]);
  expect(await unread()).toBe(7);
  expect([await recount.run(1000), await drift()]).toEqual([1, 1]);
  expect([await unread(), await recount.run(1000)]).toEqual([3, 0]);
});

it('the next run waits as a job, once', async () => {
  const jobs = await server.database.realtime.query<{ n: number }>(
    "select count(*)::int as n from stm_chat_jobs.jobs where task_identifier = 'unread_recount'",
  );
  expect(jobs).toEqual([{ n: 1 }]);
});
