import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../cluster/testing/redis-server.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { startFakeClamd } from '../../features/attachments/testing/fake-clamd.js';
import { startFakeS3 } from '../../features/attachments/testing/fake-s3.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { stmChatProgram } from '../stm-chat-program.js';

const SECRET = 'a secret of this test that is long enough 0123456789';
let test: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  test = await createTestDatabase();
  server = await startTestServer({ DATABASE_URL: test.url, JWT_SECRET: SECRET, FRONTEND_URL: 'https://shop.example' });
});
afterAll(async () => {
  await server.close();
  await test.drop();
});

async function run(line: string, env: NodeJS.ProcessEnv = {}) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const all = { NODE_ENV: 'production', DATABASE_URL: test.url, JWT_SECRET: SECRET, DATA_DIR: '/tmp', ...env };
  const code = await stmChatProgram(line.split(' '), { env: all, say, complain: say });
  return { code, said: said.join('\n') };
}

describe('[OP22] the doctor', () => {
  it('finds nothing that does not work where everything does', async () => {
    const { code, said } = await run(`doctor --url ${server.url}`, { FRONTEND_URL: 'https://shop.example' });
    expect(said).not.toContain('❌');
    expect(code).toBe(0);
    for (const part of [
      'this version',
      'WebSockets come through',
      'Polling stays',
      'The server lives',
      'It is ready',
      '0 faults',
    ])
      expect(said).toContain(part);
  });

  it.each<[string, NodeJS.ProcessEnv, string, 0 | 1]>([
    ['a weak secret', { JWT_SECRET: 'short' }, 'JWT_SECRET: is 5 bytes long', 1],
    ['a misspelt limit', { LIMIT_SNED: '1' }, 'LIMIT_SNED: is no variable', 1],
    ['a database that is away', { DATABASE_URL: 'postgresql://u:s3cret@127.0.0.1:1/x' }, 'Nothing listens there', 1],
    ['Redis that is away', { REDIS_URL: 'redis://127.0.0.1:1' }, 'Is Redis running there', 1],
    ['uploads that others do not see', { REDIS_URL: 'redis://127.0.0.1:1' }, 'let all servers share one disk', 1],
    ['a scanner that is away', { CLAMAV_ADDRESS: '127.0.0.1:1' }, 'Is clamd running', 1],
    ['more connections than there are', { REALTIME_POOL_SIZE: '400' }, 'Lower REALTIME_POOL_SIZE', 1],
    ['a page without https', { FRONTEND_URL: 'http://shop.example' }, 'without https', 0],
    ['an address without https', { PUBLIC_URL: 'http://chat.example' }, 'keep no session cookie', 0],
    ['no proxy that is trusted', {}, 'TRUST_PROXY is 0', 0],
    ['guessing that nothing slows', { LIMIT_LOGIN: '0' }, 'Switched off: LIMIT_LOGIN.', 0],
    ['nobody who could let anybody in', {}, 'There is no administrator', 0],
    ['a server that is no production', { NODE_ENV: 'development' }, 'NODE_ENV is not production', 0],
    ['a folder that cannot be written', { DATA_DIR: '/etc/passwd/x' }, 'Let the account of the server write there', 1],
  ])('finds %s, and says how to mend it', async (_, env, part, code) => {
    const found = await run('doctor', env);
    expect(found.said).toContain(part);
    expect(found.said).toContain('→');
    expect(found.code).toBe(code);
    expect(found.said).not.toContain('s3cret');
  });

  it('finds Redis, the bucket and the scanner well where they are, and says what is wrong with each', async () => {
    const [redis, s3, clamd] = [await startRedis(), await startFakeS3('key'), await startFakeClamd()];
    const env = {
      ...{ REDIS_URL: redis.url, CLAMAV_ADDRESS: clamd.address },
      ...{ S3_ENDPOINT: s3.endpoint, S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 's3cret' },
    };
    try {
      const well = await run('doctor', env);
      for (const part of [/Redis [\d.]+ answers/, /The bucket keeps, gives and removes/, /The virus scanner answers/])
        expect(well.said).toMatch(part);
      expect(well.code).toBe(0);
      // It left nothing behind.
      expect([...s3.objects.keys()]).toEqual([]);

      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      s3.fail(true);
      const ill = await run('doctor', { ...env, CLAMAV_ADDRESS: new URL(redis.url).host });
      for (const part of ['drops any key when it is full', 'may this key put, get and delete', 'Is clamd running'])
        expect(ill.said).toContain(part);
      expect(ill.code).toBe(1);
      expect(ill.said).not.toContain('s3cret');

      s3.fail(false);
      const wrongKey = await run('doctor', { ...env, S3_ACCESS_KEY_ID: 'other' });
      expect([wrongKey.code, wrongKey.said]).toEqual([1, expect.stringContaining('may this key put')]);
    } finally {
      await Promise.all([redis.close(), s3.close(), clamd.close()]);
    }
  });

  it('finds jobs that failed, rows that nobody sealed, and a transaction that others wait for', async () => {
    const { realtime } = server.database;
    await realtime.query(`select stm_chat_jobs.add_job('gone', '{}'::json, max_attempts => 1)`);
    await realtime.query(`update stm_chat_jobs._private_jobs set attempts = 1, run_at = now() + interval '1 day'`);
    await realtime.query(
      `insert into audit (at, actor, action, target) values (now() - interval '1 hour', 0, 'test', 'test')`,
    );
    const { said } = await run('doctor');
    expect(said).toContain('1 job failed for good');
    expect(said).toContain('1 row of the audit is not sealed');
  });

  it('finds an empty database, and changes nothing in it', async () => {
    const empty = await createEmptyDatabase();
    try {
      const { code, said } = await run('doctor', { DATABASE_URL: empty.url });
      expect(code).toBe(1);
      expect(said).toContain('There is no chat in this database yet');
      expect((await run('doctor', { DATABASE_URL: empty.url })).said).toContain('no chat in this database yet');
    } finally {
      await empty.drop();
    }
  });

  it('finds a proxy that loses WebSockets, spreads polling and lets everybody in', async () => {
    let asked = 0;
    const proxy = createServer((request, response) => {
      const url = request.url ?? '';
      const answer = (status: number, body: string) => response.writeHead(status).end(body);
      if (url === '/health') return answer(200, '{"service":"STM Backend"}');
      if (url === '/health/ready') return answer(503, '{"status":"not_ready"}');
      if (url === '/metrics') return answer(200, 'chat_connections 1');
      if (url.includes('transport=websocket')) return answer(400, 'no');
      if (url.includes('sid=')) return answer((asked += 1) > 2 ? 400 : 200, 'Session ID unknown');
      if (url.includes('transport=polling')) return answer(200, '0{"sid":"abc"}');
      return answer(401, '{}');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    try {
      const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const { code, said } = await run(`doctor --url ${address}/`, { FRONTEND_URL: 'https://shop.example' });
      expect(code).toBe(1);
      for (const part of [
        'not ready',
        'A WebSocket is answered with 400',
        'reach different servers',
        '/metrics is open',
        'Pages of any origin',
        'Pages of https://shop.example may not use it',
      ])
        expect(said).toContain(part);
    } finally {
      proxy.close();
    }
  });
});

describe('[OP23] the self-check', () => {
  it('writes through one server and hears at the other, again and again in one chat', async () => {
    const other = await startTestServer({ DATABASE_URL: test.url, JWT_SECRET: SECRET });
    try {
      // Without a bus the two do not hear each other live: then the check says so.
      const apart = await run(`self-check --url ${server.url} --url ${other.url}`);
      expect(apart).toMatchObject({ code: 1, said: expect.stringContaining('did not arrive') });
    } finally {
      await other.close();
    }
    for (const _ of [1, 2]) {
      const { code, said } = await run(`self-check --url ${server.url}/`);
      expect(said).toMatch(/^ok: acknowledged in [\d.]+ ms, heard/);
      expect(code).toBe(0);
    }
    const chats = await server.database.pooled.query("select id from chats where job_id = 'stm-chat self-check'");
    expect(chats).toHaveLength(1);
  });

  it('says what failed', async () => {
    expect(await run('self-check --url http://127.0.0.1:1')).toMatchObject({ code: 1 });
    expect((await run('self-check')).said).toContain('--url');
    const wrong = await run(`self-check --url ${server.url}`, { JWT_SECRET: `${SECRET}x` });
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('401') });
  });
});
