import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostToken } from '../../testing/host-token.js';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const put = (user: TestUser, body: object, id: string = randomUUID()) =>
  server.rest(user.token, 'PUT', `/api/canned-texts/${id}`, body);
const remove = (user: TestUser, id: string) => server.rest(user.token, 'DELETE', `/api/canned-texts/${id}`);
const titlesOf = async (user: Pick<TestUser, 'token'>) =>
  (await server.rest(user.token, 'GET', '/api/canned-texts')).body.texts.map(({ title }: { title: string }) => title);
const own = { scope: 'mine', title: 'Hello', text: 'Hello {customer}' };
const shared = { scope: 'region', title: 'Rules', text: 'Our rules' };

it('[CT1][CT2] an LSM has its own texts and those of its region, and nobody else sees them', async () => {
  const [lsm, colleague, elsewhere, nowhere] = await Promise.all([
    server.user('lsm', { region: 'North', name: 'Ana' }),
    server.user('lsm', { region: 'north' }),
    server.user('lsm', { region: 'south' }),
    server.user('lsm'),
  ]);
  const mine = await put(lsm, own);
  expect([mine.status, mine.body]).toEqual([
    200,
    { id: mine.body.id, ...own, changed_at: mine.body.changed_at, changed_by: 'Ana' },
  ]);
  const rules = (await put(lsm, shared)).body;
  expect(await titlesOf(lsm)).toEqual(['Hello', 'Rules']);
  expect(await titlesOf(colleague)).toEqual(['Rules']);
  for (const other of [elsewhere, nowhere]) expect(await titlesOf(other)).toEqual([]);
  expect((await put(nowhere, shared)).body.detail).toContain('scope');
  // A colleague mends what is the region's, and can make it nobody else's; what is not theirs does not exist.
  expect((await put(colleague, { ...shared, text: 'Better rules' }, rules.id)).status).toBe(200);
  for (const other of [colleague, elsewhere]) expect((await put(other, own, mine.body.id)).status).toBe(404);
  expect((await put(elsewhere, shared, rules.id)).status).toBe(404);
  expect((await remove(elsewhere, rules.id)).status).toBe(204);
  expect(await titlesOf(colleague)).toEqual(['Rules']);
  expect((await remove(colleague, rules.id)).status).toBe(204);
  expect((await remove(colleague, rules.id)).status).toBe(204);
  expect(await titlesOf(lsm)).toEqual(['Hello']);
  // Who is moved to another region has its texts from then on, and keeps its own.
  await put(elsewhere, { ...shared, title: 'Southern' });
  const moved = { token: await hostToken({ sub: lsm.id, role: 'lsm', region: 'south', name: 'Ana' }) };
  expect(await titlesOf(moved)).toEqual(['Hello', 'Southern']);
});

it('[CT1] parties and admins have none', async () => {
  for (const role of ['customer', 'provider', 'admin'] as const) {
    const user = await server.user(role, { region: 'north' });
    expect((await server.rest(user.token, 'GET', '/api/canned-texts')).body.code).toBe('forbidden');
    expect((await put(user, own)).body.code).toBe('forbidden');
    expect((await remove(user, randomUUID())).body.code).toBe('forbidden');
  }
  expect((await server.rest(null, 'GET', '/api/canned-texts')).status).toBe(401);
});

it('[CT3] the same id again changes the text; the number of one LSM’s is bounded, also for those who write at once', async () => {
  const lsm = await server.user('lsm', { region: 'west' });
  const [id] = [randomUUID()];
  expect((await put(lsm, own, id)).status).toBe(200);
  expect((await put(lsm, { ...own, title: 'Changed' }, id)).body.title).toBe('Changed');
  for (let n = 1; n < 98; n++) expect((await put(lsm, { ...own, title: `Text ${n}` })).status).toBe(200);
  const atOnce = await Promise.all([1, 2, 3, 4].map(() => put(lsm, own)));
  expect(atOnce.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 409, 409]);
  expect(await titlesOf(lsm)).toHaveLength(100);
  // What is there can still be changed, and given to the region.
  expect((await put(lsm, { ...shared, title: 'Ours' }, id)).body.scope).toBe('region');
  for (const wrong of [
    {},
    { ...own, title: ' ' },
    { ...own, text: '' },
    { ...own, scope: 'all' },
    { ...own, title: 'x'.repeat(61) },
  ])
    expect((await put(lsm, wrong)).body.code).toBe('invalid_payload');
});
