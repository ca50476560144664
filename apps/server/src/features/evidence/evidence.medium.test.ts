import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from '../disputes/testing/dispute-case.js';
import { verifyEvidence } from './verifier/verify-evidence.mjs';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stm-evidence-'));
  server = await startTestServer({ DATA_DIR: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (user: TestUser, at: string, body: object = {}) => server.rest(user.token, 'POST', at, body);
const get = (at: string, user?: TestUser) =>
  fetch(server.url + at, { headers: user === undefined ? {} : { Authorization: `Bearer ${user.token}` } });
const publishedKeys = async () => (await get('/.well-known/stm-chat-evidence.json')).json();

/** The evidence as this user gets it, found to be genuine. */
async function evidenceOf(user: TestUser, disputeId: string) {
  const response = await get(`/api/disputes/${disputeId}/evidence`, user);
  expect(response.status).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { keys } = await publishedKeys();
  const verdict = await verifyEvidence(
    bytes,
    keys.map(({ x }: { x: string }) => x),
  );
  expect(verdict.problem).toBeNull();
  const bodies = (type: string) => verdict.records.filter((record) => record.type === type).map(({ body }) => body);
  return { bytes, headers: response.headers, bodies, text: Buffer.from(bytes).toString() };
}

/** A settled dispute in which a message was edited and each lane was spoken in. */
async function settled() {
  const made = await disputeCase(server);
  const { customer, provider, lsm, chatId } = made;
  const said = (await post(customer.user, `/api/chat/${chatId}/messages`, { message: 'Before <b>edit</b>' })).body;
  await server.rest(customer.user.token, 'PUT', `/api/chat/${chatId}/messages/${said.id}`, {
    message: 'After the edit',
  });
  const { disputeId } = await made.open();
  await post(lsm, `/api/disputes/${disputeId}/join`);
  const { lanes } = (await server.rest(lsm.token, 'GET', `/api/disputes/${disputeId}`)).body;
  for (const { lane, chatId: place } of lanes)
    await post(lsm, `/api/chat/${place}/messages`, { message: `Only for ${lane}` });
  await post(provider, `/api/disputes/${disputeId}/offers`, { refund_percent: 20 });
  const resolved = await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund', note: 'It leaks.' });
  expect(resolved).toMatchObject({ status: 200 });
  await post(provider, `/api/chat/${chatId}/messages`, { message: 'Long after' });
  return { customer, provider, lsm, chatId, disputeId };
}

describe('the file', () => {
  it('[EV1][EV2] has transcript, versions, lanes, receipts, membership, access and outcome, signed with the published key', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await settled();
    const forLsm = await evidenceOf(lsm, disputeId);
    expect(forLsm.headers.get('content-type')).toContain('application/x-ndjson');
    expect(forLsm.headers.get('content-disposition')).toContain('attachment');
    expect(forLsm.bodies('chat').map(({ lane }) => lane)).toEqual([null, 'customer', 'provider', 'staff']);
    const transcript = forLsm.bodies('message');
    expect(transcript.map(({ seq }) => seq).slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(transcript[1]).toMatchObject({
      message: 'After the edit',
      versions: [{ message: 'Before <b>edit</b>', ended: 'edited' }],
    });
    expect(forLsm.bodies('outcome')).toMatchObject([
      { status: 'resolved', resolution: 'decision', outcome: 'Refund', note: 'It leaks.' },
    ]);
    expect(forLsm.bodies('event').map(({ type }) => type)).toEqual(['opened', 'assigned', 'resolved']);
    expect(forLsm.bodies('access')).toMatchObject([{ userId: lsm.id, ended: 'resolved' }]);
    expect(forLsm.bodies('member').some(({ userId, role }) => userId === customer.user.id && role === 'customer')).toBe(
      true,
    );
    // The LSM's ends where its reading ends; a party's goes on.
    expect(forLsm.text).not.toContain('Long after');
    expect((await evidenceOf(provider, disputeId)).text).toContain('Long after');
    const { access, reads } = (await server.rest(customer.user.token, 'GET', `/api/disputes/${disputeId}/access`)).body;
    expect(access).toHaveLength(1);
    expect(reads.find((one: { chatId: string }) => one.chatId === chatId)).toMatchObject({ from_seq: 1 });
  });

  it('[EV5] holds the lanes that the asker is in and no other, and what messages said before for the LSM alone', async () => {
    const { customer, provider, disputeId } = await settled();
    for (const [user, own, other] of [
      [customer.user, 'customer', 'provider'],
      [provider, 'provider', 'customer'],
    ] as const) {
      const { text, bodies } = await evidenceOf(user, disputeId);
      expect(text).toContain(`Only for ${own}`);
      expect(text).not.toContain(`Only for ${other}`);
      expect(text).not.toContain('Only for staff');
      expect(text).not.toContain('Before <b>');
      expect(bodies('message')[1].versions).toMatchObject([{ withheld: true, ended: 'edited' }]);
    }
  });

  it('[EV6] is read and printed as a page too, whose texts are texts', async () => {
    const { lsm, disputeId } = await settled();
    const response = await get(`/api/disputes/${disputeId}/evidence?format=html`, lsm);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    const page = await response.text();
    expect(page).toContain('Before &lt;b&gt;edit&lt;/b&gt;');
    expect(page).toContain('It leaks.');
    expect((await get(`/api/disputes/${disputeId}/evidence?format=pdf`, lsm)).status).toBe(400);
    expect((await get(`/api/disputes/${disputeId}/evidence`)).status).toBe(401);
  });

  it('[EV6] the page speaks the language that is asked for, or that the browser likes', async () => {
    const { lsm, disputeId } = await settled();
    const of = `/api/disputes/${disputeId}/evidence?format=html`;
    const response = await get(`${of}&lang=ur`, lsm);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'$/);
    const urdu = await response.text();
    expect(urdu).toContain('<html lang="ur" dir="rtl">');
    expect(urdu).toContain('<h1>تنازع کے شواہد</h1>');
    expect(urdu).toContain('Before &lt;b&gt;edit&lt;/b&gt;');
    expect(await (await get(of, lsm)).text()).toContain('<html lang="en" dir="ltr">');
    const spanish = await fetch(server.url + of, {
      headers: { Authorization: `Bearer ${lsm.token}`, 'Accept-Language': 'fr, es-MX;q=0.8' },
    });
    expect(await spanish.text()).toContain('<h1>Pruebas de una disputa</h1>');
    const refused = await get(`${of}&lang=xx`, lsm);
    expect([refused.status, (await refused.json()).message]).toEqual([400, expect.stringContaining('lang')]);
  });

  it('[EV7] comes for 10,000 messages', { timeout: 60_000 }, async () => {
    const { customer, disputeId, chatId } = await (await disputeCase(server)).open();
    await server.database.realtime.query(
      `with filled as (
         insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message, created_at, n_customer, n_provider, n_lsm)
         select $1::uuid, c.last_seq + n, gen_random_uuid(), c.revision + n, $2::int, 1, 'Filling ' || n, now(), c.n_customer + n, 0, 0
         from chats c cross join generate_series(1, 10000) n where c.id = $1)
       update chats set last_seq = last_seq + 10000, revision = revision + 10000, n_customer = n_customer + 10000 where id = $1`,
      [chatId, customer.user.id],
    );
    const { bodies } = await evidenceOf(customer.user, disputeId);
    const seqs = bodies('message').map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, n) => n + 1));
    expect(seqs.length).toBeGreaterThan(10_000);
  });

  it(
    '[EV10] ends for who loses the seat while it comes, and what came is not genuine',
    { timeout: 60_000 },
    async () => {
      const { customer, disputeId, chatId } = await (await disputeCase(server)).open();
      const admin = await server.user('admin');
      // More than what lies in buffers on the way: nothing is read here before the seat is lost.
      await server.database.realtime.query(
        `with filled as (
         insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message, created_at, n_customer, n_provider, n_lsm)
         select $1::uuid, c.last_seq + n, gen_random_uuid(), c.revision + n, $2::int, 1, repeat('Filling ', 500), now(), c.n_customer + n, 0, 0
         from chats c cross join generate_series(1, 10000) n where c.id = $1)
       update chats set last_seq = last_seq + 10000, revision = revision + 10000, n_customer = n_customer + 10000 where id = $1`,
        [chatId, customer.user.id],
      );
      const response = await fetch(`${server.url}/api/disputes/${disputeId}/evidence`, {
        headers: { Authorization: `Bearer ${customer.user.token}`, 'Accept-Encoding': 'identity' },
      });
      expect(response.status).toBe(200);
      const removed = await server.rest(
        admin.token,
        'DELETE',
        `/api/admin/chats/${chatId}/members/${customer.user.id}`,
      );
      expect(removed.status).toBe(204);
      const came: Uint8Array[] = [];
      const read = async () => {
        for await (const piece of response.body ?? []) came.push(piece);
      };
      await expect(read()).rejects.toBeInstanceOf(Error);
      const bytes = Buffer.concat(came);
      expect(bytes.toString().match(/"type":"message"/g)?.length ?? 0).toBeLessThan(10_000);
      const { keys } = await publishedKeys();
      const trusted = keys.map(({ x }: { x: string }) => x);
      expect((await verifyEvidence(new Uint8Array(bytes), trusted)).problem).not.toBeNull();
    },
  );
});

describe('the verifiers', () => {
  it('[EV3] the command line knows a good file, and one with a flipped byte', async () => {
    const { customer, disputeId } = await settled();
    const { bytes } = await evidenceOf(customer.user, disputeId);
    const files = {
      good: path.join(folder, 'good.ndjson'),
      bad: path.join(folder, 'bad.ndjson'),
      keys: path.join(folder, 'keys.json'),
    };
    const bad = Uint8Array.from(bytes);
    bad[500] = (bad[500] ?? 0) ^ 1;
    await Promise.all([
      writeFile(files.good, bytes),
      writeFile(files.bad, bad),
      writeFile(files.keys, JSON.stringify(await publishedKeys())),
    ]);
    const program = fileURLToPath(new URL('../../../../../tooling/verify-evidence.mjs', import.meta.url));
    const run = promisify(execFile);
    expect((await run(process.execPath, [program, files.good, files.keys])).stdout).toMatch(/^genuine and complete/);
    await expect(run(process.execPath, [program, files.bad, files.keys])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^NOT GENUINE/),
    });
  });

  it('[EV8] the page is one file with its own script, which may reach nothing', async () => {
    const response = await get('/api/evidence/verifier');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    expect(policy).not.toContain('connect-src');
    const page = await response.text();
    const [, script = ''] = /<script type="module">([^]*?)<\/script>/.exec(page) ?? [];
    expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(page).toContain('async function verifyEvidence');
    expect(page).not.toMatch(/^\s*(?:import|export) /m);
    // One script for all languages: it begins with that of the page.
    const arabic = await get('/api/evidence/verifier?lang=ar');
    expect(arabic.headers.get('content-security-policy')).toBe(policy);
    const said = await arabic.text();
    expect(said).toContain('<html lang="ar" dir="rtl">');
    expect(said).toContain(script);
    expect((await get('/api/evidence/verifier?lang=xx')).status).toBe(400);
    expect((await get('/api/evidence/verifier?download=1')).headers.get('content-disposition')).toContain('attachment');
  });
});

it('[EV4] the key stays over a restart, and keys of earlier evidence stay published', async () => {
  const first = await publishedKeys();
  expect(first).toMatchObject({ format: 'stm-chat-evidence/1', keys: [{ crv: 'Ed25519', current: true }] });
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(first.keys[0].x, 'base64url'),
  ]);
  const again = await startTestServer({ DATA_DIR: folder });
  const other = await mkdtemp(path.join(tmpdir(), 'stm-evidence-'));
  const rotated = await startTestServer({ DATA_DIR: other, EVIDENCE_KEY_PREVIOUS: der.toString('base64') });
  try {
    const keysOf = async ({ url }: TestServer) =>
      (await (await fetch(`${url}/.well-known/stm-chat-evidence.json`)).json()).keys;
    expect(await keysOf(again)).toEqual(first.keys);
    expect(await keysOf(rotated)).toMatchObject([{ current: true }, { x: first.keys[0].x, current: false }]);
  } finally {
    await Promise.all([again.close(), rotated.close()]);
    await rm(other, { recursive: true, force: true });
  }
});

it('[EV9] who takes file after file is told to wait, after everything else was checked', async () => {
  const strict = await startTestServer({ DATA_DIR: folder, LIMIT_EVIDENCE: '2,1/m' });
  try {
    const { customer, provider, disputeId } = await (await disputeCase(strict)).open();
    const ask = (user: TestUser, id = disputeId) =>
      strict.rest(user.token, 'GET', `/api/disputes/${id}/evidence?format=html`);
    const stranger = await strict.user('customer');
    const take = async (user: TestUser) =>
      (
        await fetch(`${strict.url}/api/disputes/${disputeId}/evidence`, {
          headers: { Authorization: `Bearer ${user.token}` },
        })
      ).status;
    expect([await take(provider), await take(provider)]).toEqual([200, 200]);
    const refused = await ask(provider);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(refused.body.retry_after_ms).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await take(customer.user)).toBe(200);
    for (let n = 0; n < 3; n++) expect((await ask(stranger)).status).toBe(404);
  } finally {
    await strict.close();
  }
});
