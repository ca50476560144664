import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../testing/test-server.js';

let server: TestServer;
let ann: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  ann = await server.user('customer');
});
afterAll(() => server.close());

/** One of every kind of answer: the page, an API, its documents, a refusal, a file route, health. */
const PATHS = ['/', '/sign-in', '/health', '/health/ready', '/api/auth/me', '/api/chat', '/api/docs', '/api/nowhere'];
const FILES = ['/api/attachments/00000000-0000-7000-8000-000000000000', '/api/me/export', '/api/chat/not-an-id'];

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { Authorization: `Bearer ${ann.token}`, ...headers } });

describe('to browsers', () => {
  it.each([...PATHS, ...FILES])('%s: every answer says how it may be used', async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src '(?:self|none)'/);
    expect(policy).toMatch(/frame-ancestors '(?:self|none)'/);
    expect(policy).not.toMatch(/unsafe-(?:inline|eval)|\*(?:;|$| )/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('access-control-allow-origin')).not.toBe('*');
  });

  it.each(['/assets/', '/assets', '/api/', '/.git/config', '/.env', '/package.json'])(
    '%s: no folder is listed, and nothing hidden is served',
    async (path) => {
      const answer = await get(path, { Accept: 'application/json' });
      expect(await answer.text()).not.toMatch(/<ul|href="[^"]+\.js"|\[core\]|JWT_SECRET|"dependencies"/);
    },
  );

  it('in production browsers are told to stay with TLS for a year, and elsewhere nothing', async () => {
    expect((await get('/')).headers.get('strict-transport-security')).toBeNull();
    const live = await startTestServer({ NODE_ENV: 'production', PUBLIC_URL: 'https://chat.example' });
    try {
      for (const path of ['/', '/health', '/api/chat', '/api/nowhere']) {
        const { headers } = await fetch(live.url + path);
        expect([path, headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000; includeSubDomains']);
      }
    } finally {
      await live.close();
    }
  });
});
