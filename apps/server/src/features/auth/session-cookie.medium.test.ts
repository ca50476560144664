import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { addAccount, login, type TestAccount } from './testing/accounts.js';

const OTHER = 'https://shop.example';

let server: TestServer;
let ann: TestAccount;
beforeAll(async () => {
  server = await startTestServer({ FRONTEND_URL: OTHER });
  ann = await addAccount(server);
});
afterAll(() => server.close());

async function post(path: string, body: string | object, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const cookie = response.headers.get('set-cookie');
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), cookie };
}
const credentials = () => ({ email: ann.email, password: ann.password });
const cookieOf = (cookie: string | null) => cookie?.split(';')[0] ?? '';

describe('the session cookie', () => {
  it('[AU11] carries the refresh token through refresh and logout, on the server’s own origin', async () => {
    const own = { Origin: server.url };
    const opened = await post('/api/auth/login', { ...credentials(), cookie: true }, own);
    expect(opened.body.refresh_token).toBeUndefined();
    const renewed = await post('/api/auth/refresh', {}, { ...own, Cookie: cookieOf(opened.cookie) });
    expect(renewed).toMatchObject({ status: 200, body: { user: { id: ann.id } } });
    expect(renewed.body.refresh_token).toBeUndefined();
    const cookie = cookieOf(renewed.cookie);
    expect(cookie).not.toBe(cookieOf(opened.cookie));
    const ended = await post('/api/auth/logout', {}, { ...own, Cookie: cookie });
    expect(ended.status).toBe(204);
    expect(ended.cookie).toMatch(/^stm_refresh=;/);
    expect((await server.rest(renewed.body.token, 'GET', '/api/auth/me')).status).toBe(401);
    const refused = await post('/api/auth/refresh', {}, { ...own, Cookie: cookie });
    expect(refused).toMatchObject({ status: 401 });
    expect(refused.cookie).toMatch(/^stm_refresh=;/);
  });

  it('[AU12] is neither given to a page of another origin nor obeyed for it', async () => {
    const foreign = await post('/api/auth/login', { ...credentials(), cookie: true }, { Origin: OTHER });
    expect(foreign).toMatchObject({ status: 200, cookie: null, body: { refresh_token: expect.any(String) } });
    const { refresh_token, token } = await login(server, ann);
    const stolen = { Origin: OTHER, Cookie: `stm_refresh=${refresh_token}` };
    expect((await post('/api/auth/refresh', {}, stolen)).status).toBe(401);
    expect((await post('/api/auth/logout', {}, stolen)).status).toBe(401);
    expect((await server.rest(token, 'GET', '/api/auth/me')).status).toBe(200);
  });
});

it('[AU15] refresh and logout take JSON alone', async () => {
  const { refresh_token, token } = await login(server, ann);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
      const answer = await post(path, { refresh_token }, { 'Content-Type': type });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_payload' } });
    }
  }
  expect((await server.rest(token, 'GET', '/api/auth/me')).status).toBe(200);
  expect((await post('/api/auth/refresh', { refresh_token })).status).toBe(200);
});

it('[AU11] where the page has TLS has a name that browsers take from such pages alone', async () => {
  const secure = await startTestServer({ PUBLIC_URL: 'https://chat.example' });
  try {
    const account = await addAccount(secure);
    const post = (path: string, body: object, headers: Record<string, string>) =>
      fetch(secure.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'https://chat.example', ...headers },
        body: JSON.stringify(body),
      });
    const { email, password } = account;
    const opened = await post('/api/auth/login', { email, password, cookie: true }, {});
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Secure-stm_refresh=[\w-]{43}; .*Secure/);
    const renewed = await post('/api/auth/refresh', {}, { Cookie: cookieOf(cookie) });
    expect(renewed.status).toBe(200);
    const planted = cookieOf(renewed.headers.get('set-cookie')).replace('__Secure-', '');
    expect((await post('/api/auth/refresh', {}, { Cookie: planted })).status).toBe(401);
  } finally {
    await secure.close();
  }
});
