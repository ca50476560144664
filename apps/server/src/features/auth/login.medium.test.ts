import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { addAccount, type TestAccount } from './testing/accounts.js';

let server: TestServer;
let ann: TestAccount;

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: '1' });
  ann = await addAccount(server);
});
afterAll(() => server.close());

let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;

async function post(path: string, body: string | object, { type = 'application/json', from = newAddress() } = {}) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': type, 'X-Forwarded-For': from },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json(), cookie: response.headers.get('set-cookie') };
}
const logIn = (body: object, from?: string) => post('/api/auth/login', body, from === undefined ? {} : { from });

describe('login', () => {
  it('[AU8][AU19] gives tokens and the account', async () => {
    const { status, body } = await logIn({ email: ann.email, password: ann.password });
    expect(status).toBe(200);
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      expires_in: 7200,
      user: { id: ann.id, role: 'customer', name: ann.name, email: ann.email, region: null },
    });
    const claims = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ sub: String(ann.id), role: 'customer', name: ann.name, exp: claims.iat + 7200 });
    expect((await server.rest(body.token, 'GET', '/api/auth/me')).body).toEqual(body.user);
    await (await server.socket(body.token)).event('connected', ({ userId }) => userId === ann.id);
  });

  it('[AU10] takes the guide’s own call, which sends no content type, and never sets a cookie for it', async () => {
    const body = JSON.stringify({ email: ann.email, password: ann.password, cookie: true });
    const response = await fetch(`${server.url}/api/auth/login`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ token: expect.any(String), refresh_token: expect.any(String) });
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('[AU11] puts the refresh token into a cookie and out of the body, when asked for', async () => {
    const { body, cookie } = await logIn({ email: ann.email, password: ann.password, cookie: true });
    expect(body.refresh_token).toBeUndefined();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Path=\/api\/auth;/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const response = await fetch(`${server.url}/api/auth/refresh`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: cookie?.split(';')[0] ?? '' },
      body: '{}',
    });
    expect(response.status).toBe(200);
    expect((await response.json()).refresh_token).toBeUndefined();
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly/);
  });

  it('knows an e-mail in any case, with blanks around it', async () => {
    expect((await logIn({ email: ` ${ann.email.toUpperCase()} `, password: ann.password })).status).toBe(200);
  });

  it('[AU9] refuses a wrong password and an unknown account in the same words', async () => {
    const wrong = await logIn({ email: ann.email, password: 'not-the-password' });
    const unknown = await logIn({ email: 'nobody@example.com', password: 'not-the-password' });
    expect(wrong).toEqual(unknown);
    expect(wrong).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('refuses a host’s user, who has no password here', async () => {
    const bob = await server.user('customer', { email: 'bob@example.com' });
    expect(bob.id).toBeGreaterThan(0);
    expect((await logIn({ email: 'bob@example.com', password: 'not-the-password' })).status).toBe(401);
  });

  it.each([
    [{ email: 'a@example.com' }, 'password'],
    [{ password: 'x' }, 'email'],
    [{ email: 'a\u0000@example.com', password: 'x' }, 'email'],
    [{ email: 'a@example.com', password: '\ud800' }, 'password'],
    [{ email: { $gt: '' }, password: 'x' }, 'email'],
    [{ email: 'a@example.com', password: 'x', admin: true }, 'admin'],
    [{ email: 'a'.repeat(300), password: 'x' }, 'email'],
  ])('[IN1][IN2][IN3] names the field that is wrong in %j', async (body, field) => {
    const answer = await logIn(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_payload' } });
    expect(answer.body.message).toContain(field);
  });
});

describe('guessing', () => {
  const guess = (email: string, from: string, password = 'not-the-password') => logIn({ email, password }, from);

  it('[LI4][ER4] is stopped after five failures of an account from an address, also with the right password', async () => {
    const bea = await addAccount(server);
    const from = newAddress();
    for (let n = 0; n < 5; n++) expect((await guess(bea.email, from)).status).toBe(401);
    const stopped = await guess(bea.email, from, bea.password);
    expect(stopped).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(stopped.body.retry_after_ms).toBeGreaterThan(14 * 60_000);
    expect((await guess(bea.email, newAddress(), bea.password)).status).toBe(200);
    expect((await guess(ann.email, from, ann.password)).status).toBe(200);
  });

  it('is stopped in the same way for an account that does not exist', async () => {
    const from = newAddress();
    for (let n = 0; n < 5; n++) expect((await guess('ghost@example.com', from)).status).toBe(401);
    expect((await guess('Ghost@example.com', from)).status).toBe(429);
  });

  it('cannot be speeded up by guessing at once', async () => {
    const bea = await addAccount(server);
    const from = newAddress();
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(bea.email, from)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('[LI4][OR7] is stopped after twenty failures from an address, whatever the accounts', async () => {
    const from = newAddress();
    for (let n = 0; n < 20; n++) expect((await guess(`other-${n}@example.com`, from)).status).toBe(401);
    expect((await guess(ann.email, from, ann.password)).status).toBe(429);
  });

  it('may begin again when the time is over, and after a success', async () => {
    const bea = await addAccount(server);
    const from = newAddress();
    for (let n = 0; n < 4; n++) await guess(bea.email, from);
    expect((await guess(bea.email, from, bea.password)).status).toBe(200);
    for (let n = 0; n < 5; n++) expect((await guess(bea.email, from)).status).toBe(401);
    expect((await guess(bea.email, from, bea.password)).status).toBe(429);
    await server.database.pooled.query(`update login_failures set ends_at = now() where key like '%' || $1`, [from]);
    expect((await guess(bea.email, from, bea.password)).status).toBe(200);
  });

  it('leaves no e-mail address in the table of failures', async () => {
    const rows = await server.database.pooled.query<{ key: string }>('select key from login_failures');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ key }) => key.includes('@'))).toEqual([]);
  });

  it('does not refuse many right logins at once', async () => {
    const from = newAddress();
    const answers = await Promise.all(Array.from({ length: 30 }, () => guess(ann.email, from, ann.password)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
