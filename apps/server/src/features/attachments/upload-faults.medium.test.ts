import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { startChild, type TestChild } from '../../testing/child-process.js';
import { hostToken, TEST_SECRET } from '../../testing/host-token.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { type FakeClamd, startFakeClamd } from './testing/fake-clamd.js';
import { startFakeS3 } from './testing/fake-s3.js';
import { picture } from './testing/pictures.js';
import { create, download, offsetOf, patch, readyUpload, settled, upload } from './testing/tus.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function clamd(): Promise<FakeClamd> {
  const fake = await startFakeClamd();
  cleanUp.push(() => fake.close());
  return fake;
}

async function serverWith(env: Record<string, string>): Promise<TestServer> {
  const server = await startTestServer({ DATA_DIR: await temporaryFolder(), ...env });
  cleanUp.push(() => server.close());
  return server;
}

async function people(server: TestServer) {
  const [customer, provider] = [await server.user('customer'), await server.user('provider')];
  return { customer, provider, chatId: await server.chat(customer, provider) };
}

const jpeg = async () => ({ name: 'a.jpg', type: 'image/jpeg', bytes: await picture('jpeg') });
const infected = { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('… EICAR …') };

describe('a scanner', () => {
  it('[FI17] sees every file first, and what it finds is refused', async () => {
    const fake = await clamd();
    const server = await serverWith({ CLAMAV_ADDRESS: fake.address });
    const { customer, chatId } = await people(server);
    fake.hold(true);
    const id = await upload(server, customer, chatId, await jpeg());
    await fake.holding();
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).body.state).toBe('processing');
    expect((await download(server, customer, id)).status).toBe(404);
    const { error } = await (
      await server.socket(customer.token)
    ).call('send_message', { chatId, message: 'see', attachment_ids: [id] });
    expect(error).toMatchObject({ code: 'invalid_payload' });
    fake.hold(false);
    expect(await settled(server, customer, id)).toMatchObject({ state: 'ready' });
    expect((await download(server, customer, id)).status).toBe(200);

    const bad = await upload(server, customer, chatId, infected);
    expect(await settled(server, customer, bad)).toMatchObject({ state: 'refused', reason: 'infected' });
    expect((await download(server, customer, bad)).status).toBe(404);
    expect(fake.scanned).toBe(2);
    const large = await upload(server, customer, chatId, {
      name: 'a.bin',
      type: '',
      bytes: Buffer.alloc(9 * 1024 * 1024),
    });
    expect(await settled(server, customer, large)).toMatchObject({ state: 'refused', reason: 'too_large' });
  });

  it('[FI24] whoever sends many files that take long delays nobody else’s', async () => {
    const fake = await clamd();
    const server = await serverWith({ CLAMAV_ADDRESS: fake.address });
    const { customer, provider, chatId } = await people(server);
    fake.hold('SLOW');
    const slow: string[] = [];
    for (let nth = 0; nth < 6; nth += 1) {
      const file = { name: 'slow.txt', type: 'text/plain', bytes: Buffer.from(`SLOW ${nth}`) };
      slow.push(await upload(server, customer, chatId, file));
    }
    await fake.holding();
    const quick = await upload(server, provider, chatId, await jpeg());
    expect(await settled(server, provider, quick)).toMatchObject({ state: 'ready' });
    expect(fake.scanned).toBe(1);
    fake.hold(false);
    for (const id of slow) expect(await settled(server, customer, id)).toMatchObject({ state: 'ready' });
  });

  it('[FI17] that is away delays files, and loses none', async () => {
    const port = await freePort();
    const server = await serverWith({ CLAMAV_ADDRESS: `127.0.0.1:${port}` });
    const { customer, chatId } = await people(server);
    const id = await upload(server, customer, chatId, await jpeg());
    await vi.waitFor(async () => {
      expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
        'chat_jobs_total{task="process_attachment",result="failed"}',
      );
    }, 10_000);
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).body.state).toBe('processing');
    const fake = await startFakeClamd(port);
    cleanUp.push(() => fake.close());
    expect(await settled(server, customer, id)).toMatchObject({ state: 'ready' });
  });

  it('[FI17] that was switched on later looks at what is there before anybody gets it again', async () => {
    const fake = await clamd();
    const server = await serverWith({ CLAMAV_ADDRESS: fake.address });
    const { customer, provider, chatId } = await people(server);
    const id = await readyUpload(server, customer, chatId, await jpeg());
    await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, { message: '', attachment_ids: [id] });
    await server.database.realtime.query(
      `update attachments set scanned_at = null, touched_at = now() - interval '1 day'`,
    );
    const answer = await download(server, provider, id);
    expect([answer.status, (await answer.json()).code]).toEqual([503, 'unavailable']);
    const { Sweeper } = await import('./sweeper.js');
    await server.app.get(Sweeper).sweep();
    await vi.waitFor(async () => expect((await download(server, provider, id)).status).toBe(200), 10_000);
  });
});

describe('an S3-compatible store', () => {
  it('[FI20] keeps files as a disk does, and another server goes on with an upload', async () => {
    const s3 = await startFakeS3('key');
    cleanUp.push(() => s3.close());
    const env = {
      S3_BUCKET: 'files',
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
      S3_PREFIX: 'chat/',
    };
    const server = await serverWith(env);
    const { customer, provider, chatId } = await people(server);
    const bytes = Buffer.from(Array.from({ length: 9_000_000 }, (_, n) => (n * 31) % 253));
    const created = await create(server, customer, chatId, { name: 'big.bin', type: '', bytes });
    const location = created.headers.get('location') ?? '';
    await patch(server, customer, location, 0, bytes.subarray(0, 5_000_000));
    s3.fail(true);
    expect((await patch(server, customer, location, 5_000_000, bytes.subarray(5_000_000))).status).toBe(500);
    s3.fail(false);
    const offset = await offsetOf(server, customer, location);
    expect(offset).toBe(5_000_000);
    await patch(server, customer, location, offset, bytes.subarray(offset));
    const id = location.split('/').at(-1) ?? '';
    await settled(server, customer, id);
    const { body } = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, {
      message: 'x',
      attachment_ids: [id],
    });
    const part = await download(server, provider, id, { Range: 'bytes=4999990-5000009' });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4_999_990, 5_000_010))).toBe(true);
    const whole = await download(server, provider, id);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect([...s3.objects.keys()].every((key) => key.startsWith('files/chat/'))).toBe(true);
    const image = await readyUpload(server, customer, chatId, await jpeg());
    expect((await download(server, customer, `${image}/thumbnail`)).status).toBe(200);
    await server.rest(customer.token, 'DELETE', `/api/chat/${chatId}/messages/${body.id}`);
    const { Sweeper } = await import('./sweeper.js');
    await server.app.get(Sweeper).sweep();
    expect([...s3.objects.keys()].filter((key) => key.includes(id))).toEqual([]);
    const kept = () =>
      new Set([...s3.objects.keys()].filter((key) => key.includes(image)).map((key) => key.split('/').at(-1)));
    await expect.poll(kept).toEqual(new Set(['image', 'thumbnail']));
  }, 60_000);
});

describe('kill -9', () => {
  it('[FI18] at any step: the upload goes on, becomes ready once, and can be sent', async () => {
    const fake = await clamd();
    const dataDir = await temporaryFolder();
    const test: TestDatabase = await createTestDatabase();
    cleanUp.push(() => test.drop());
    const port = await freePort();
    const env = {
      ...{ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: test.url, DATA_DIR: dataDir },
      ...{ JWT_SECRET: TEST_SECRET, LOG_LEVEL: 'silent', DEMO: '0', CLAMAV_ADDRESS: fake.address },
    };
    let child: TestChild = await begin();
    async function begin(): Promise<TestChild> {
      const started = startChild(new URL('testing/server-child.ts', import.meta.url), env);
      await started.says('ready');
      return started;
    }
    cleanUp.push(() => child.kill('SIGKILL'));
    const server = remoteServer(`http://127.0.0.1:${port}`);
    const [customer, provider] = [await server.user(71, 'customer'), await server.user(72, 'provider')];
    const opened = await server.rest(customer.token, 'POST', '/api/chat', {
      job_id: 'j',
      subject: 's',
      provider_id: provider.id,
    });
    const chatId = opened.body.id;
    const bytes = await picture('png', 1200, 900);

    // 1. Between two pieces of one file, and while the scanner has the whole of another.
    const file = { name: 'a.png', type: 'image/png', bytes };
    const created = await create(server, customer, chatId, file);
    const location = created.headers.get('location') ?? '';
    const id = location.split('/').at(-1) ?? '';
    await patch(server, customer, location, 0, bytes.subarray(0, 2000));
    fake.hold(true);
    const others = [await upload(server, customer, chatId, file)];
    await fake.holding();
    await child.kill('SIGKILL');
    fake.hold(false);
    child = await begin();
    expect(await offsetOf(server, customer, location)).toBe(2000);
    await patch(server, customer, location, 2000, bytes.subarray(2000));

    // 2. In the middle of what follows, wherever that is.
    for (let n = 0; n < 3; n++) others.push(await upload(server, customer, chatId, file));
    await child.kill('SIGKILL');
    child = await begin();
    for (const one of [id, ...others]) expect(await settled(server, customer, one)).toMatchObject({ state: 'ready' });
    const sent = await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages`, {
      message: '',
      attachment_ids: [id, ...others],
    });
    expect(sent.body).toMatchObject({ message_type: 'image', attachments: [{ id }, {}, {}, {}, {}] });
    expect((await download(server, provider, id)).status).toBe(200);
    const left = async () => new Set(await readdir(path.join(dataDir, 'files', id.slice(-2), id)));
    await expect.poll(left, { timeout: 30_000 }).toEqual(new Set(['image', 'thumbnail']));
  }, 120_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createNetServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** As much of a test server as can be had of one in another process. */
function remoteServer(url: string) {
  const rest: TestServer['rest'] = async (token, method, address, body) => {
    const answer = await fetch(url + address, {
      method,
      headers: {
        Authorization: `Bearer ${token ?? ''}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const user = async (id: number, role: TestUser['role']): Promise<TestUser> => {
    const token = await hostToken({ sub: id, role, name: `${role} ${id}` });
    await rest(token, 'GET', '/api/auth/me');
    return { id, role, token };
  };
  return { url, rest, user };
}
