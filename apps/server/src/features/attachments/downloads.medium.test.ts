import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestClock, testClock } from '../../testing/test-clock.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { addAccount, login } from '../auth/testing/accounts.js';
import { Sweeper } from './sweeper.js';
import { picture } from './testing/pictures.js';
import { create, download, readyUpload, type TestFile, upload } from './testing/tus.js';

let dataDir: string;
let clock: TestClock;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let stranger: TestUser;
let chatId: string;
const note: TestFile = { name: 'gate code.txt', type: 'text/plain', bytes: Buffer.from('0123456789'.repeat(10)) };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'stm-chat-test-'));
  clock = testClock(Date.now());
  server = await startTestServer({ DATA_DIR: dataDir, SERVICE_TOKEN: 'service-token-of-tests-0123456789' }, { clock });
  [customer, provider, stranger] = [
    await server.user('customer'),
    await server.user('provider'),
    await server.user('provider'),
  ];
  chatId = await server.chat(customer, provider);
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

/** A message with one file. */
async function send(user: TestUser, chat: string, file: TestFile) {
  const id = await readyUpload(server, user, chat, file);
  const { status, body } = await server.rest(user.token, 'POST', `/api/chat/${chat}/messages`, {
    message: '',
    attachment_ids: [id],
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { id, message: body };
}

async function linkOf(user: TestUser, id: string) {
  const { body } = await server.rest(user.token, 'POST', '/api/attachments/links', { attachment_ids: [id] });
  return body[0];
}

const stored = async () => (await readdir(path.join(dataDir, 'files'), { recursive: true })).join(' ');
const sweep = () => server.app.get(Sweeper).sweep();
const age = (id: string, interval: string) =>
  server.database.realtime.query(
    'update attachments set created_at = created_at - $2::interval, touched_at = touched_at - $2::interval where id = $1',
    [id, interval],
  );

describe('who may load a file', () => {
  it('[FI12] members, and before it is sent its owner alone; to others there is none', async () => {
    const unsent = await readyUpload(server, customer, chatId, note);
    expect((await download(server, customer, unsent)).status).toBe(200);
    const missing = await download(server, customer, '00000000-0000-7000-8000-000000000000');
    const none = await missing.text();
    expect(missing.status).toBe(404);
    for (const other of [provider, stranger, await server.user('admin')]) {
      const answer = await download(server, other, unsent);
      expect([answer.status, await answer.text()]).toEqual([404, none]);
    }
    const { id } = await send(customer, chatId, note);
    for (const member of [customer, provider]) expect((await download(server, member, id)).status).toBe(200);
    expect((await download(server, stranger, id)).status).toBe(404);
    expect((await download(server, null, id)).status).toBe(401);
    expect(
      (await download(server, null, id, { Authorization: 'Bearer service-token-of-tests-0123456789' })).status,
    ).toBe(403);
    expect((await download(server, customer, 'no-id')).status).toBe(400);
    const half = (await create(server, customer, chatId, note)).headers.get('location')?.split('/').at(-1) ?? '';
    expect((await download(server, customer, half)).status).toBe(404);
  });

  it('[FI12][FI13] a removed member loads nothing from that moment on', async () => {
    const chat = await server.chat(customer, provider);
    const { id } = await send(customer, chat, note);
    const { url } = await linkOf(provider, id);
    expect((await download(server, null, url)).status).toBe(200);
    const admin = await server.user('admin');
    await server.rest(admin.token, 'DELETE', `/api/admin/chats/${chat}/members/${provider.id}`);
    expect((await download(server, provider, id)).status).toBe(404);
    expect((await download(server, null, url)).status).toBe(404);
    expect((await download(server, null, `${url}&download=1`, { Range: 'bytes=0-3' })).status).toBe(404);
    expect(await linkOf(provider, id)).toBeUndefined();
  });

  it('[FI22] whoever reads only up to a message loads the files up to there', async () => {
    const chat = await server.chat(customer, provider);
    const early = await send(customer, chat, note);
    const late = await send(customer, chat, note);
    const lsm = await server.user('lsm');
    const reading = (seq: number, until: number) =>
      server.database.realtime.query(
        `insert into chat_members (chat_id, user_id, role, solo, left_at, upto_seq, upto_revision, reads_until)
         values ($1, $2, 3, true, now(), $3, $3, $4)
         on conflict (user_id, chat_id) do update set reads_until = excluded.reads_until`,
        [chat, lsm.id, seq, new Date(until)],
      );
    await reading(early.message.seq, clock.now() + 1000);
    expect((await download(server, lsm, early.id)).status).toBe(200);
    expect((await download(server, lsm, late.id)).status).toBe(404);
    expect(await linkOf(lsm, late.id)).toBeUndefined();
    await reading(early.message.seq, clock.now() - 1000);
    expect((await download(server, lsm, early.id)).status).toBe(404);
  });
});

describe('links', () => {
  it('[FI13] load one file for ten minutes, and nothing else', async () => {
    const { id } = await send(customer, chatId, note);
    const other = await send(customer, chatId, note);
    const { call } = await server.socket(provider.token);
    const { links } = await call('link_attachments', { attachment_ids: [id, '00000000-0000-7000-8000-000000000000'] });
    expect(links).toEqual([
      { id, url: expect.any(String), thumbnail_url: null, expires_at: new Date(clock.now() + 600_000).toISOString() },
    ]);
    const { url } = links[0];
    const answer = await download(server, null, url);
    expect([answer.status, await answer.text()]).toEqual([200, note.bytes.toString()]);
    const changed = [
      url.replace(id, other.id),
      url.replace(`user=${provider.id}`, `user=${customer.id}`),
      url.replace(/expires=\d+/, `expires=${clock.now() + 9e9}`),
      url.replace(/signature=../, 'signature=xx'),
      url.replace(/&signature=.*/, '&signature='),
      `${url}&session=00000000-0000-7000-8000-000000000000`,
    ];
    for (const bad of changed) expect((await download(server, null, bad)).status).toBe(401);
    clock.advance(600_000);
    expect((await download(server, null, url)).status).toBe(401);
    expect((await download(server, null, (await linkOf(provider, id)).url)).status).toBe(200);
  });

  it('[FI13] end with the session that they were made for, and with the user', async () => {
    const account = await addAccount(server, 'provider');
    const chat = await server.chat(customer, { id: account.id, role: 'provider', token: '' });
    const { id } = await send(customer, chat, note);
    const [first, second] = [await login(server, account), await login(server, account)];
    const [a, b] = [first, second].map(({ token }) => ({ id: account.id, role: 'provider' as const, token }));
    if (a === undefined || b === undefined) throw new Error('no sessions');
    const [linkA, linkB] = [await linkOf(a, id), await linkOf(b, id)];
    await server.rest(a.token, 'POST', '/api/auth/logout', {});
    expect((await download(server, null, linkA.url)).status).toBe(404);
    expect((await download(server, null, linkB.url)).status).toBe(200);
    const admin = await server.user('admin');
    await server.rest(admin.token, 'PUT', `/api/admin/users/${account.id}`, { disabled: true });
    expect((await download(server, null, linkB.url)).status).toBe(404);
  });
});

describe('how a file is given', () => {
  it('[FI14] in parts, as they are asked for', async () => {
    const { id } = await send(customer, chatId, note);
    const whole = await download(server, customer, id);
    expect([whole.status, whole.headers.get('accept-ranges'), whole.headers.get('content-length')]).toEqual([
      200,
      'bytes',
      '100',
    ]);
    const part = await download(server, customer, id, { Range: 'bytes=95-' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 95-99/100',
      '56789',
    ]);
    const past = await download(server, customer, id, { Range: 'bytes=100-' });
    expect([past.status, past.headers.get('content-range')]).toEqual([416, 'bytes */100']);
    const since = await download(server, customer, id, { Range: 'bytes=95-', 'If-Range': '"old"' });
    expect([since.status, (await since.text()).length]).toEqual([200, 100]);
    const head = await fetch(`${server.url}/api/attachments/${id}`, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${customer.token}` },
    });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '100', '']);
  });

  it('[FI15] to nobody but who asks, as what it is, and never as a page', async () => {
    const { id } = await send(customer, chatId, {
      name: 'page.html',
      type: 'text/html',
      bytes: Buffer.from('<script>1</script>'),
    });
    const { headers } = await download(server, provider, id);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
    });
    const image = await send(customer, chatId, { name: 'a.png', type: 'image/png', bytes: await picture('png') });
    const shown = await download(server, provider, image.id);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
    const { url } = await linkOf(provider, image.id);
    expect((await download(server, null, `${url}&download=1`)).headers.get('content-disposition')).toMatch(
      /^attachment/,
    );
  });
});

describe('what is gone', () => {
  it('[FI16][ED2] the files of a deleted message: at once, by every way, and then their bytes', async () => {
    const { id, message } = await send(customer, chatId, {
      name: 'a.jpg',
      type: 'image/jpeg',
      bytes: await picture('jpeg'),
    });
    const { url, thumbnail_url } = await linkOf(provider, id);
    const ways = [id, `${id}/thumbnail`, url, thumbnail_url];
    for (const way of ways)
      expect((await download(server, way.startsWith('/') ? null : provider, way)).status).toBe(200);
    expect(await stored()).toContain(id);
    const listener = await server.socket(provider.token);
    await listener.call('join_chat', { chatId });
    const deleted = await server.rest(customer.token, 'DELETE', `/api/chat/${chatId}/messages/${message.id}`);
    expect(deleted.body).toMatchObject({ message: '', attachments: [] });
    expect(await listener.event('message_updated', (m) => m.id === message.id)).toMatchObject({ attachments: [] });
    for (const way of ways) {
      for (const headers of [{}, { Range: 'bytes=0-9' }, { 'If-None-Match': '*' }]) {
        expect((await download(server, way.startsWith('/') ? null : provider, way, headers)).status).toBe(404);
      }
    }
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${id}`)).status).toBe(404);
    await sweep();
    expect(await stored()).not.toContain(id);
  });

  it('[FI6] what an image was made of is not kept', async () => {
    const bytes = await picture('jpeg');
    const id = await readyUpload(server, customer, chatId, { name: 'a.jpg', type: 'image/jpeg', bytes });
    const left = async () => new Set(await readdir(path.join(dataDir, 'files', id.slice(-2), id)));
    await expect.poll(left).toEqual(new Set(['image', 'thumbnail']));
  });

  it('[FI19] what was not sent within a day, what was refused, and what an erased user had not sent', async () => {
    const sent = await send(customer, chatId, note);
    const old = await readyUpload(server, customer, chatId, note);
    const half = (await create(server, customer, chatId, note)).headers.get('location')?.split('/').at(-1) ?? '';
    const young = await readyUpload(server, customer, chatId, note);
    const leaving = await server.user('customer');
    const theirs = await server.chat(leaving, provider);
    const left = await readyUpload(server, leaving, theirs, note);
    const said = await send(leaving, theirs, note);
    for (const id of [sent.id, old, half]) await age(id, '25 hours');
    const admin = await server.user('admin');
    await server.rest(admin.token, 'DELETE', `/api/admin/users/${leaving.id}`);
    const refused = await upload(server, customer, chatId, {
      name: 'a.png',
      type: 'image/png',
      bytes: Buffer.from('no picture'),
    });
    await expect
      .poll(async () => (await server.rest(customer.token, 'GET', `/api/uploads/${refused}`)).body.state)
      .toBe('refused');
    await sweep();
    await sweep();
    const files = await stored();
    for (const id of [old, half, left, refused]) expect(files).not.toContain(id);
    for (const id of [sent.id, young, said.id]) expect(files).toContain(id);
    expect((await download(server, provider, sent.id)).status).toBe(200);
    expect((await download(server, provider, said.id)).status).toBe(200);
    for (const id of [old, half]) expect((await download(server, customer, id)).status).toBe(404);
    // Whoever asks still learns why; a day later it is forgotten.
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${refused}`)).body).toMatchObject({
      state: 'refused',
      reason: 'type_mismatch',
    });
    await age(refused, '25 hours');
    await sweep();
    expect((await server.rest(customer.token, 'GET', `/api/uploads/${refused}`)).status).toBe(404);
  });
});
