import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { picture } from './testing/pictures.js';
import { create, download, offsetOf, patch, readyUpload, settled, type TestFile } from './testing/tus.js';

// What somebody does who has an account, and means no good.

let dataDir: string;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  server = await startTestServer({ DATA_DIR: dataDir, LIMIT_OPEN_UPLOADS: '0' });
  [customer, provider] = [await server.user('customer'), await server.user('provider')];
  chatId = await server.chat(customer, provider);
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const bin = (bytes: Buffer): TestFile => ({ name: 'a.bin', type: '', bytes });
const note: TestFile = { name: 'note.txt', type: 'text/plain', bytes: Buffer.from('0123456789'.repeat(10)) };
const idOf = (location: string) => location.split('/').at(-1) ?? '';
const blobsOf = async (id: string) => (await readdir(path.join(dataDir, 'files', id.slice(-2), id))).toSorted();

async function begun(user: TestUser, file: TestFile): Promise<string> {
  const created = await create(server, user, chatId, file);
  expect(created.status).toBe(201);
  return created.headers.get('location') ?? '';
}

describe('pieces', () => {
  it('[FI2] two that are sent to one place at once: one is kept, whole, and nothing is left of the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sizes = [70_000, 50_000];
      const [a, b] = sizes.map((size, nth) => Buffer.alloc(size, nth + 1));
      if (a === undefined || b === undefined) throw new Error('no bytes');
      const location = await begun(customer, bin(Buffer.alloc(70_000)));
      const answers = await Promise.all([
        patch(server, customer, location, 0, a).catch(() => null),
        patch(server, customer, location, 0, b).catch(() => null),
      ]);
      const id = idOf(location);
      const offset = await offsetOf(server, customer, location);
      expect([0, ...sizes]).toContain(offset);
      for (const [nth, answer] of answers.entries()) {
        if (answer?.status === 204) expect(answer.headers.get('upload-offset')).toBe(String(sizes[nth]));
      }
      if (offset < 70_000) await patch(server, customer, location, offset, Buffer.alloc(70_000 - offset, 9));
      expect(await settled(server, customer, id)).toMatchObject({ state: 'ready', received: 70_000 });
      const got = Buffer.from(await (await download(server, customer, id)).arrayBuffer());
      expect([1, 2, 9]).toContain(got[0]);
      expect(got.length).toBe(70_000);
      expect(got.subarray(0, offset).every((byte) => byte === got[0])).toBe(true);
      const [row] = await server.database.pooled.query<{ parts: string[] }>(
        'select parts from attachments where id = $1',
        [id],
      );
      expect(await blobsOf(id)).toEqual(row?.parts.toSorted());
    }
  });

  it.each(['-1', '1e1', '0x0', ' 0 0', '9007199254740993', ''])('[FI2] no offset is “%s”', async (offset) => {
    const location = await begun(customer, note);
    const answer = await fetch(new URL(location, server.url), {
      method: 'PATCH',
      headers: {
        ...{ 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${customer.token}`, 'Upload-Offset': offset },
        'Content-Type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(note.bytes),
    });
    expect([400, 403, 409]).toContain(answer.status);
    expect(await offsetOf(server, customer, location)).toBe(0);
  });

  it('[FI1][FI2] what is said again while an upload goes on changes nothing of it', async () => {
    const other = await server.chat(customer, provider);
    const location = await begun(customer, note);
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const answer = await fetch(new URL(location, server.url), {
      method: 'PATCH',
      headers: {
        ...{ 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${customer.token}`, 'Upload-Offset': '0' },
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Metadata': `chatId ${encoded(other)},filename ${encoded('evil.html')},filetype ${encoded('text/html')}`,
        'X-HTTP-Method-Override': 'DELETE',
      },
      body: new Uint8Array(note.bytes),
    });
    expect(answer.status).toBe(204);
    const { state, attachment } = await settled(server, customer, idOf(location));
    expect([state, attachment.name, attachment.type]).toEqual(['ready', 'note.txt', 'text/plain']);
    const sent = await server.rest(customer.token, 'POST', `/api/chat/${other}/messages`, {
      ...{ message: 'x', attachment_ids: [idOf(location)] },
    });
    expect([sent.status, sent.body.code]).toEqual([400, 'invalid_payload']);
  });

  it.each([
    ['a second length', { 'Upload-Length': '50' }],
    ['a length that comes later', { 'Upload-Length': '', 'Upload-Defer-Length': '1' }],
    ['parts of other uploads', { 'Upload-Concat': 'final;/api/uploads/a /api/uploads/b' }],
    ['another protocol', { 'Tus-Resumable': '0.2.2' }],
  ])('[FI1] %s is refused, or takes nothing that was not announced', async (_, headers) => {
    const answer = await create(server, customer, chatId, note, headers);
    if (answer.status !== 201) return expect([400, 412, 501]).toContain(answer.status);
    const location = answer.headers.get('location') ?? '';
    expect((await patch(server, customer, location, 0, note.bytes)).status).toBe(413);
  });
});

it('[FI6] nothing of what an image was made of is kept, not even what was stored and never counted', async () => {
  const bytes = await picture('png', 900, 600);
  const location = await begun(customer, { name: 'a.png', type: 'image/png', bytes });
  const id = idOf(location);
  await patch(server, customer, location, 0, bytes.subarray(0, 1000));
  // As a server leaves it that is killed between the store and the row.
  await writeFile(path.join(dataDir, 'files', id.slice(-2), id, 'p1000-0badcafe'), bytes.subarray(1000));
  await patch(server, customer, location, 1000, bytes.subarray(1000));
  expect(await settled(server, customer, id)).toMatchObject({ state: 'ready' });
  await expect.poll(() => blobsOf(id), { timeout: 10_000 }).toEqual(['image', 'thumbnail']);
});

it('[FI25] whoever begins many and sends nothing takes no places from others', async () => {
  const open: ClientRequest[] = [];
  const statuses: number[] = [];
  try {
    const locations: string[] = [];
    for (let nth = 0; nth < 12; nth += 1) locations.push(await begun(customer, note));
    for (const location of locations) {
      const stalled = request(new URL(location, server.url), {
        method: 'PATCH',
        headers: {
          ...{ 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${customer.token}`, 'Upload-Offset': '0' },
          ...{ 'Content-Type': 'application/offset+octet-stream', 'Content-Length': '100' },
        },
      });
      stalled.on('response', ({ statusCode = 0 }) => void statuses.push(statusCode));
      stalled.on('error', () => undefined);
      stalled.write('01');
      open.push(stalled);
    }
    await expect.poll(() => statuses, { timeout: 10_000 }).toEqual([503, 503, 503, 503]);
    expect(await readyUpload(server, provider, chatId, note)).toBeTruthy();
  } finally {
    for (const stalled of open) stalled.destroy();
  }
  // Whoever goes away gives the places back.
  await expect.poll(async () => (await create(server, customer, chatId, note)).status, { timeout: 10_000 }).toBe(201);
});

describe('ranges', () => {
  it.each([
    ['bytes=0-0', 206, '0'],
    ['bytes=-1', 206, '9'],
    ['bytes=-1000', 206, note.bytes.toString()],
    ['bytes=99-999999999999999', 206, '9'],
    ['bytes=-0', 416, ''],
    ['bytes=100-', 416, ''],
    ['bytes=999999999999999-', 416, ''],
    ['bytes=5-2', 200, note.bytes.toString()],
    ['bytes=0-0,2-3', 200, note.bytes.toString()],
    ['bytes=9999999999999999999999-', 200, note.bytes.toString()],
    ['bytes=0x1-0x5', 200, note.bytes.toString()],
    ['lines=1-2', 200, note.bytes.toString()],
    ['bytes=-', 200, note.bytes.toString()],
  ])('[FI14] “%s”', async (range, status, text) => {
    const id = await readyUpload(server, customer, chatId, note);
    const answer = await download(server, customer, id, { Range: range });
    expect([answer.status, await answer.text()]).toEqual([status, text]);
    if (status === 206) expect(answer.headers.get('content-length')).toBe(String(text.length));
    if (status === 416) expect(answer.headers.get('content-range')).toBe('bytes */100');
  });
});

it('[FI13] no parameter of a link can be said twice, moved, or made by somebody else', async () => {
  const mine = await readyUpload(server, customer, chatId, note);
  const secret = await readyUpload(server, provider, chatId, note);
  const link = async (user: TestUser, id: string): Promise<string> =>
    (await server.rest(user.token, 'POST', '/api/attachments/links', { attachment_ids: [id] })).body[0]?.url;
  const url = await link(customer, mine);
  expect((await download(server, null, url)).status).toBe(200);
  // Not sent yet: its owner's alone.
  expect(await link(customer, secret)).toBeUndefined();
  const signature = new URL(url, server.url).searchParams.get('signature') ?? '';
  const attempts = [
    url.replace(mine, secret),
    url.replace(mine, `${mine}/../${secret}`),
    url.replace('?', `?user=${provider.id}&`).replace(mine, secret),
    url.replace('?', '?expires=99999999999999&'),
    url.replace(/expires=\d+/, 'expires=NaN'),
    url.replace(/expires=\d+/, 'expires='),
    url.replace(signature, signature.toLowerCase()),
    url.replace(signature, `${signature}=`),
    url.replace(signature, encodeURIComponent(Buffer.from(signature, 'base64url').toString('base64'))),
    `/api/attachments/${mine}?user=${customer.id}&expires=99999999999999&signature=${signature}`,
  ];
  for (const attempt of attempts) {
    const answer = await download(server, null, attempt);
    expect([attempt, answer.status]).toEqual([attempt, 401]);
  }
  // A link in one's hands makes nobody somebody else: with a token the token counts.
  expect((await download(server, provider, url)).status).toBe(404);
});
