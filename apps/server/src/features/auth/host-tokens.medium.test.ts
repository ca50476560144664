import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostToken, TEST_SECRET } from '../../testing/host-token.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { addAccount, login } from './testing/accounts.js';

const PREVIOUS = 'the-secret-before-the-last-rotation-0123456789';

let server: TestServer;
const explained: unknown[] = [];
beforeAll(async () => {
  const debug = (fields: object) => void explained.push(fields);
  server = await startTestServer({ JWT_SECRET_PREVIOUS: PREVIOUS }, { logger: { ...silentLogger, debug } });
});
afterAll(() => server.close());

let ids = 100;
const me = (token: string) => server.rest(token, 'GET', '/api/auth/me');
const signed = (claims: Record<string, unknown>, secret = TEST_SECRET, alg = 'HS256') =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
const refusal = async (token: string) => {
  const overSocket = await server.socket(token).then(
    () => 'connected',
    (error: { data?: { code: string } }) => error.data?.code,
  );
  const overRest = await me(token);
  expect(overRest.status).toBe(401);
  expect(overSocket).toBe(overRest.body.code);
  return overSocket;
};

describe('a host’s token', () => {
  const past = Math.floor(Date.now() / 1000) - 10_000;
  it.each([
    ['another secret', { sub: 7, role: 'customer' }, 'another secret 0123456789-0123456789', /signature verification/],
    ['no end', { sub: 7, role: 'customer', exp: undefined }, TEST_SECRET, /"exp"/],
    ['an end that is past', { sub: 7, role: 'customer', exp: past }, TEST_SECRET, /"exp"/],
    ['no user', { sub: 'auth0|x', role: 'customer' }, TEST_SECRET, /"sub".*"userId".*whole number/],
    ['a role of its own', { sub: 7, role: 'vendor' }, TEST_SECRET, /"role" is none of customer, provider, lsm, admin/],
  ])('with %s is refused, and why is in the log for who connects a platform', async (_, claims, secret, why) => {
    const token = await signed(claims, secret);
    explained.length = 0;
    await refusal(token);
    expect(explained).toContainEqual({ code: expect.any(String), why: expect.stringMatching(why) });
    expect(JSON.stringify(explained)).not.toMatch(/auth0|vendor|eyJ/);
  });

  it('[AU22] makes its user on first sight, and replaces what is stored', async () => {
    const id = ids++;
    const token = await hostToken({
      sub: id,
      role: 'customer',
      name: 'Ann',
      email: `${id}@example.com`,
      region: 'north',
    });
    const account = { id, role: 'customer', name: 'Ann', email: `${id}@example.com`, region: 'north' };
    expect((await me(token)).body).toEqual(account);
    const later = await hostToken({ sub: id, role: 'provider', name: 'Anna', region: null });
    expect((await me(later)).body).toEqual({ ...account, role: 'provider', name: 'Anna', region: null });
    await (await server.socket(later)).event('connected', ({ userId }) => userId === id);
  });

  it('does so once when many come at once', async () => {
    const id = ids++;
    const token = await hostToken({ sub: id, role: 'customer', name: 'Ann', email: `${id}@example.com` });
    const answers = await Promise.all(Array.from({ length: 20 }, () => me(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each([{ sub: '900' }, { userId: 900 }, { userId: '900' }, { sub: 'auth0|x', userId: 900 }])(
    '[AU21] names its user by %j',
    async (claims) => {
      expect((await me(await signed({ role: 'customer', ...claims }))).body.id).toBe(900);
    },
  );

  it('writes to the users only when it says something new', async () => {
    const id = ids++;
    const token = await hostToken({
      sub: id,
      role: 'customer',
      name: 'Ann',
      email: `${id}@example.com`,
      region: 'north',
    });
    await me(token);
    const version = async () =>
      (await server.database.pooled.query<{ v: string }>('select xmin::text as v from users where id = $1', [id]))[0]
        ?.v;
    const before = await version();
    await me(token);
    expect(await version()).toBe(before);
  });

  it('[AU23] drops an e-mail that belongs to somebody else, and keeps nobody out for it', async () => {
    const [first, second] = [ids++, ids++];
    await me(await hostToken({ sub: first, role: 'customer', email: 'Shared@example.com' }));
    const token = await hostToken({ sub: second, role: 'customer', name: 'Bob', email: 'shared@EXAMPLE.com' });
    expect((await me(token)).body).toMatchObject({ id: second, name: 'Bob', email: null });
    const version = () => server.database.pooled.query('select xmin::text from users where id = $1', [second]);
    const before = await version();
    await me(token);
    expect(await version()).toEqual(before);
    expect((await me(await hostToken({ sub: first, role: 'customer' }))).body.email).toBe('Shared@example.com');
  });

  it('makes many new users at once, of whom one gets the e-mail that several claim', async () => {
    const first = ids;
    ids += 40;
    const claims = Array.from({ length: 40 }, (_, n) => ({ sub: first + n, role: 'customer', name: `Number ${n}` }));
    const answers = await Promise.all(
      claims.map(async (claim, n) =>
        me(await hostToken({ ...claim, email: n % 10 === 0 ? 'wanted@example.com' : `n${first + n}@example.com` })),
      ),
    );
    expect(answers.map(({ body }) => body.name)).toEqual(claims.map(({ name }) => name));
    expect(answers.filter(({ body }) => body.email === 'wanted@example.com')).toHaveLength(1);
    expect(answers.filter(({ body }) => body.email === null)).toHaveLength(3);
  });

  it.each([
    { role: 'customer' },
    { sub: '0', role: 'customer' },
    { sub: '2147483648', role: 'customer' },
    { sub: '-1', role: 'customer' },
    { sub: '901' },
    { sub: '901', role: 'superuser' },
    { sub: '901', role: 'customer', exp: undefined },
    { sub: '901', role: 'customer', exp: 'tomorrow' },
    { sub: '901', role: 'customer', nbf: Math.floor(Date.now() / 1000) + 3600 },
  ])('[AU3][AU24] is refused with %j', async (claims) => {
    expect(await refusal(await signed(claims))).toBe('unauthorized');
  });

  it('[AU3][AU26] is refused with another secret, another algorithm, or none', async () => {
    const claims = { sub: '901', role: 'admin' };
    expect(await refusal(await signed(claims, 'another-secret-that-is-long-enough-012345'))).toBe('unauthorized');
    expect(await refusal(await signed(claims, TEST_SECRET.padEnd(64, '0'), 'HS512'))).toBe('unauthorized');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ ...claims, exp: Date.now() })}.`;
    expect(await refusal(unsigned)).toBe('unauthorized');
    const [head, , tail] = (await signed({ sub: '901', role: 'customer' })).split('.');
    expect(await refusal(`${head}.${part({ ...claims, exp: Date.now() })}.${tail}`)).toBe('unauthorized');
    for (const garbage of ['nonsense', 'a.b.c', '..', 'x'.repeat(9000)]) expect((await me(garbage)).status).toBe(401);
  });

  it('[AU28] signed with the secret before the last rotation is accepted', async () => {
    expect((await me(await signed({ sub: '902', role: 'customer' }, PREVIOUS))).status).toBe(200);
  });

  it('may have a sid of its own', async () => {
    expect((await me(await signed({ sub: '903', role: 'customer', sid: 'a-session-of-the-host' }))).status).toBe(200);
  });
});

describe('own accounts and the host’s users', () => {
  it('are never the same number', async () => {
    const ann = await addAccount(server, 'admin');
    expect(ann.id).toBeGreaterThanOrEqual(2_000_000_000);
    expect(await refusal(await hostToken({ sub: ann.id, role: 'customer', name: 'Not Ann' }))).toBe('unauthorized');
    expect(await refusal(await signed({ sub: String(ann.id), role: 'admin' }))).toBe('unauthorized');
    expect((await me((await login(server, ann)).token)).body).toMatchObject({
      id: ann.id,
      name: ann.name,
      role: 'admin',
    });
    const next = ann.id + 1;
    expect((await me(await hostToken({ sub: next, role: 'customer' }))).body.id).toBe(next);
    expect((await addAccount(server)).id).toBe(next + 1);
  });

  it('an own token cannot name a session that is not its user’s', async () => {
    const [ann, bob] = [await login(server, await addAccount(server)), await login(server, await addAccount(server))];
    const sid = JSON.parse(Buffer.from(ann.token.split('.')[1] ?? '', 'base64url').toString()).sid;
    const forged = await signed({ iss: 'stm-chat', sub: String(bob.user.id), role: 'customer', sid });
    expect(await refusal(forged)).toBe('unauthorized');
  });

  it('have the role that is stored, whatever an own token says', async () => {
    const session = await login(server, await addAccount(server, 'admin'));
    await server.database.pooled.query(`update users set role = 'customer' where id = $1`, [session.user.id]);
    expect(await server.rest(session.token, 'PUT', '/api/admin/users/5', { role: 'admin' })).toMatchObject({
      status: 403,
    });
  });
});
