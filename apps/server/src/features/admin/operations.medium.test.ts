import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { addAccount, login } from '../auth/testing/accounts.js';

const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';
let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE });
  admin = await server.user('admin', { name: 'Ada' });
});
afterAll(() => server.close());

const ask = (method: string, path: string, token: string | null = admin.token) =>
  server.rest(token, method, `/api/admin/${path}`);
const audited = async (action: string) =>
  (await ask('GET', 'audit?limit=200')).body.entries.filter((entry: { action: string }) => entry.action === action);

it.each([
  ['GET', 'jobs'],
  ['POST', 'dead-jobs/1/revive'],
  ['DELETE', 'dead-jobs/1'],
  ['GET', 'users/1/sessions'],
  ['DELETE', 'sessions/00000000-0000-4000-8000-000000000001'],
  ['GET', 'connections'],
  ['GET', 'audit'],
])('[AD1] %s %s is for administrators and the host', async (method, path) => {
  const customer = await server.user('customer');
  expect((await ask(method, path, customer.token)).body.code).toBe('forbidden');
  expect((await ask(method, path, null)).body.code).toBe('unauthorized');
});

describe('[AD16] background work', () => {
  it('that failed for good is tried again or discarded, and that is written down', async () => {
    const { realtime } = server.database;
    for (const name of ['first', 'second']) {
      await realtime.query(
        `select stm_chat_jobs.add_job('gone', '{}'::json, job_key => $1, max_attempts => 1, run_at => now() + interval '1 day')`,
        [name],
      );
    }
    expect((await ask('GET', 'jobs')).body.waiting).toContainEqual(expect.objectContaining({ task: 'gone', count: 2 }));
    await realtime.query(
      `update stm_chat_jobs._private_jobs set attempts = 1, last_error = 'the socket closed' where key in ('first', 'second')`,
    );
    const { dead } = (await ask('GET', 'jobs')).body;
    expect(dead).toHaveLength(2);
    expect(dead[0]).toMatchObject({ task: 'gone', attempts: 1, error: 'the socket closed' });
    expect((await ask('POST', `dead-jobs/${dead[0].id}/revive`)).status).toBe(204);
    expect((await ask('DELETE', `dead-jobs/${dead[1].id}`, SERVICE)).status).toBe(204);
    expect((await ask('DELETE', `dead-jobs/${dead[1].id}`)).body.code).toBe('not_found');
    expect((await ask('POST', 'dead-jobs/x/revive')).body.code).toBe('invalid_payload');
    expect((await ask('GET', 'jobs')).body.dead).toEqual([]);
    expect(await audited('revive_job')).toMatchObject([
      { actor: admin.id, actor_name: 'Ada', details: { task: 'gone' } },
    ]);
    expect(await audited('discard_job')).toMatchObject([{ actor: 0, target: `job:${dead[1].id}` }]);
  });
});

describe('[AD17] sessions', () => {
  it('are listed, and one is ended: its connections close, the others go on', async () => {
    const ann = await addAccount(server);
    const [phone, laptop] = [await login(server, ann), await login(server, ann)];
    const [onPhone, onLaptop] = [await server.socket(phone.token), await server.socket(laptop.token)];
    const { sessions } = (await ask('GET', `users/${ann.id}/sessions`)).body;
    expect(sessions).toHaveLength(2);
    expect(JSON.stringify(sessions)).not.toMatch(/token|hash/);
    const ended = sessions[1];
    expect((await ask('DELETE', `sessions/${ended.id}`)).status).toBe(204);
    const closed = await Promise.race([
      onPhone.event('error').then(() => onPhone),
      onLaptop.event('error').then(() => onLaptop),
    ]);
    await expect.poll(() => closed.socket.disconnected, { timeout: 1500 }).toBe(true);
    expect((closed === onPhone ? onLaptop : onPhone).socket.connected).toBe(true);
    expect((await ask('DELETE', `sessions/${ended.id}`)).body.code).toBe('not_found');
    const after = (await ask('GET', `users/${ann.id}/sessions`)).body.sessions;
    expect(after.map(({ ended_at }: { ended_at: string | null }) => ended_at === null)).toEqual([true, false]);
    expect(await audited('end_session')).toMatchObject([{ actor: admin.id, target: `user:${ann.id}` }]);
    expect((await ask('GET', 'users/2000000999/sessions')).body.code).toBe('not_found');
  });
});

describe('[AD18] connections', () => {
  it('tells who is connected here, and since when', async () => {
    const bob = await server.user('provider', { name: 'Bob' });
    const socket = await server.socket(bob.token);
    const chatId = await server.chat(await server.user('customer'), bob);
    await socket.call('join_chat', { chatId });
    const { users, connections, live } = (await ask('GET', 'connections')).body;
    expect(connections).toBeGreaterThanOrEqual(users);
    expect(live[0]).toMatchObject({ userId: bob.id, name: 'Bob', role: 'provider', transport: 'websocket', joined: 1 });
    socket.close();
    await expect
      .poll(async () => (await ask('GET', 'connections')).body.live.map(({ userId }: { userId: number }) => userId))
      .not.toContain(bob.id);
  });
});

describe('[AD19] the audit', () => {
  it('is listed page by page, each row once, latest first', async () => {
    for (let n = 0; n < 5; n += 1)
      await server.rest(SERVICE, 'PUT', `/api/admin/users/${6000 + n}`, { role: 'customer' });
    const ids: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await ask('GET', `audit?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      ids.push(...body.entries.map(({ id }: { id: number }) => id));
      cursor = body.next;
    }
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a));
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect((await ask('GET', 'audit?cursor=nonsense')).body.code).toBe('invalid_payload');
    expect((await ask('GET', 'audit')).body.entries[0]).toMatchObject({ action: 'put_user', sealed: false });
  });
});
