import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostToken } from '../../testing/host-token.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

const SERVICE = 'the-host-of-the-tests-0123456789-abcdef';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN: SERVICE });
});
afterAll(() => server.close());

async function localeOf(userId: number): Promise<string | null> {
  const [row] = await server.database.pooled.query<{ locale: string | null }>(
    'select locale from users where id = $1',
    [userId],
  );
  return row?.locale ?? null;
}

it.each(['socket', 'rest'] as const)('[AU32] a user says over the door %s in which language to write', async (door) => {
  const user = await server.user('customer');
  const device = await server.socket(user.token);
  const say = async (locale: unknown) => {
    if (door === 'socket') return (await device.call('set_language', { locale })).error?.code ?? 'done';
    const { status, body } = await server.rest(user.token, 'PUT', '/api/auth/me/language', { locale });
    return status === 204 ? 'done' : body.code;
  };
  expect(await localeOf(user.id)).toBeNull();
  expect([await say('es'), await localeOf(user.id)]).toEqual(['done', 'es']);
  expect([await say('ar-EG'), await localeOf(user.id)]).toEqual(['done', 'ar-EG']);
  for (const bad of ['', 'e', 'es_MX', '../es', 'es-', 7, null, 'a'.repeat(60)])
    expect(await say(bad)).toBe('invalid_payload');
  expect(await localeOf(user.id)).toBe('ar-EG');
});

it('[AU22][AD2] so does a host’s token, and the host; erasure forgets it', async () => {
  const { id } = await server.user('customer');
  const signIn = async (claims: object) =>
    server.rest(await hostToken({ sub: id, role: 'customer', ...claims }), 'GET', '/api/auth/me');
  await signIn({ locale: 'pt_BR' });
  expect(await localeOf(id)).toBe('pt-BR');
  await signIn({ locale: 'not a language' });
  await signIn({});
  expect(await localeOf(id)).toBe('pt-BR');
  await server.rest(SERVICE, 'PUT', `/api/admin/users/${id}`, { locale: 'ur' });
  expect(await localeOf(id)).toBe('ur');
  await server.rest(SERVICE, 'PUT', `/api/admin/users/${id}`, { name: 'x' });
  expect(await localeOf(id)).toBe('ur');
  await server.rest(SERVICE, 'DELETE', `/api/admin/users/${id}`);
  expect(await localeOf(id)).toBeNull();
});
