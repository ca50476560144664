import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './config/read-config.js';
import { createJobsProcess, type RunningJobs } from './create-jobs-process.js';
import { type PushService, startPushService } from './features/push/testing/push-service.js';
import { startTestServer, type TestServer } from './testing/test-server.js';

let service: PushService;
let server: TestServer;
const processes: RunningJobs[] = [];
beforeAll(async () => {
  service = await startPushService();
  server = await startTestServer({ JOBS_IN: 'worker', OUTGOING_ALLOW: '127.0.0.1' });
});
afterEach(async () => {
  for (const one of processes.splice(0)) await one.close();
});
afterAll(async () => {
  await server.close();
  await service.stop();
});

/** What `npm run jobs` starts, with the settings of the server. */
async function jobsProcess() {
  const jobs = await createJobsProcess(readConfig({ ...server.env, LOG_LEVEL: 'silent', JOBS_PORT: '0' }));
  processes.push(jobs);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${jobs.port}${path}`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  return { jobs, get };
}

/** A chat whose provider has a browser that gets pushes. */
async function someone() {
  const customer = await server.user('customer', { name: 'Carla' });
  const provider = await server.user('provider');
  const chatId = await server.chat(customer, provider);
  const subscriptions = '/api/push/subscriptions';
  const { body } = await server.rest(provider.token, 'GET', subscriptions);
  const device = service.device(body.public_key);
  await server.rest(provider.token, 'POST', subscriptions, device.subscription);
  const say = (message: string) => server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message });
  return { provider, device, say };
}

const pooled = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  server.database.pooled.query<Row>(sql, values);
const sent = (text: string): string | undefined => /^chat_push_attempts_total\{result="sent"\} (\d+)$/m.exec(text)?.[1];

describe('a process that does jobs', () => {
  it('[OP7] sends what a server with JOBS_IN=worker only writes down, and counts it', async () => {
    const { provider, device, say } = await someone();
    await say('Who sends this?');
    const raised = 'select from notifications where user_id = $1';
    await expect.poll(() => pooled(raised, [provider.id]), { timeout: 8000 }).toHaveLength(1);
    expect(await pooled('select from delivery_queue')).toHaveLength(1);
    // The server's own workers: those of searches and deadlines, none of these.
    expect(await pooled('select from delivery_hops where user_id = $1', [provider.id])).toEqual([]);

    const { get } = await jobsProcess();
    await expect.poll(device.got, { timeout: 10_000 }).toMatchObject([{ title: 'Carla', body: 'Who sends this?' }]);
    await expect.poll(async () => sent((await get('/metrics')).text), { timeout: 5000 }).toBe('1');
    expect(sent(await (await fetch(`${server.url}/metrics`)).text())).toBeUndefined();

    expect(JSON.parse((await get('/health')).text)).toMatchObject({ status: 'ok' });
    const ready = await get('/health/ready');
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      {
        status: 'ready',
        checks: { database_pooled: 'ok', database_realtime: 'ok', job_workers: 'ok', not_draining: 'ok' },
      },
    ]);
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect((await get('/api/chat')).status).toBe(404);
  });

  it('[OP7][DV2][OP3] shares the work with others, and ends in good order while they go on', async () => {
    const { device, say } = await someone();
    const [one] = await Promise.all([jobsProcess(), jobsProcess()]);
    for (let n = 1; n <= 5; n += 1) await say(`message ${n}`);
    await one.jobs.close();
    await expect(one.get('/health')).rejects.toThrow('fetch failed');
    await say('the last one');
    await expect.poll(() => device.got().at(-1)?.body, { timeout: 15_000 }).toBe('the last one');
    // Some were told together; none twice.
    const seqs = device.got().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});
