import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { passwordFrom } from './password-input.js';
import { userProgram } from './user-program.js';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** Runs the program as a shell would, with `input` piped in. */
async function run(line: string, input = '', env: NodeJS.ProcessEnv = {}) {
  const stdin = new PassThrough();
  stdin.end(input);
  const said: string[] = [];
  const complaints: string[] = [];
  const code = await userProgram(line.split(' '), {
    env: { DATABASE_URL: database.url, ...env },
    passwords: passwordFrom(stdin as unknown as NodeJS.ReadStream, () => undefined),
    say: (text) => void said.push(text),
    complain: (text) => void complaints.push(text),
  });
  return { code, said: said.join('\n'), complaints: complaints.join('\n') };
}
const login = (email: string, password: string) => server.rest(null, 'POST', '/api/auth/login', { email, password });

describe('[AU31] the user program, beside a running server', () => {
  it('makes the first admin, in production, with a password that is piped in', async () => {
    const production = { NODE_ENV: 'production' };
    const added = await run(
      'add --role admin --email Root@example.com --name Root',
      'a-long-password\nrest\n',
      production,
    );
    expect(added.code).toBe(0);
    expect(added.said).toMatch(/^Added admin Root, Root@example.com, with number 2\d{9}\.$/);
    const { status, body } = await login('root@example.com', 'a-long-password');
    expect(status).toBe(200);
    expect((await server.rest(body.token, 'PUT', '/api/admin/users/77', { role: 'customer' })).status).toBe(200);
  });

  it('makes up a password when asked to', async () => {
    const { said } = await run('add bea@example.com --role lsm --region north --generate');
    const password = /^Password: (\w{20})$/m.exec(said)?.[1] ?? '';
    const { body } = await login('bea@example.com', password);
    expect(body.user).toMatchObject({ role: 'lsm', name: 'bea', region: 'north' });
  });

  it('says in which language somebody is written to', async () => {
    const localeOf = async (email: string) =>
      (
        await database.database.pooled.query<{ locale: string | null }>('select locale from users where email = $1', [
          email,
        ])
      )[0]?.locale;
    await run('add dana@example.com --role provider --language ar --generate');
    expect(await localeOf('dana@example.com')).toBe('ar');
    expect((await run('language dana@example.com es-MX')).said).toMatch(/^User \d+ is written to in es-MX\.$/);
    expect((await run('language dana@example.com es-MX')).said).toContain('as before');
    expect(await localeOf('dana@example.com')).toBe('es-MX');
    expect((await run('language nobody@example.com es')).complaints).toContain('There is no user');
  });

  it('disables and enables: connections close within a second', async () => {
    await run('add cid@example.com --role customer', 'a-long-password');
    const { token } = (await login('cid@example.com', 'a-long-password')).body;
    const socket = await server.socket(token);
    expect(await run('disable CID@example.com')).toMatchObject({ code: 0 });
    await expect.poll(() => socket.socket.disconnected, { timeout: 1500, interval: 20 }).toBe(true);
    expect((await server.rest(token, 'GET', '/api/auth/me')).status).toBe(401);
    expect((await login('cid@example.com', 'a-long-password')).status).toBe(401);
    expect((await run('disable cid@example.com')).said).toContain('already disabled');
    expect(await run('enable cid@example.com')).toMatchObject({ code: 0 });
    expect((await login('cid@example.com', 'a-long-password')).status).toBe(200);
  });

  it('sets a password, which ends the sessions, and writes down that it did', async () => {
    await run('add dee@example.com --role customer', 'a-long-password');
    const { token, user } = (await login('dee@example.com', 'a-long-password')).body;
    const socket = await server.socket(token);
    expect((await run(`password ${user.id}`, 'another-password')).said).toContain('1 of their sessions');
    await expect.poll(() => socket.socket.disconnected, { timeout: 1500, interval: 20 }).toBe(true);
    expect((await login('dee@example.com', 'another-password')).status).toBe(200);
    const actions = await database.database.pooled.query<{ action: string }>(
      'select action from audit where target = $1 order by id',
      [`user:${user.id}`],
    );
    expect(actions.map(({ action }) => action)).toEqual(['add_account', 'set_password']);
  });

  it('lists everybody, or those of a role', async () => {
    await run('add eva@example.com --role provider', 'a-long-password');
    const host = await server.user('customer', { name: 'Frank' });
    const { said } = await run('list');
    expect(said).toMatch(/^number +role +name +e-mail +region +from +state$/m);
    expect(said).toMatch(new RegExp(`^${host.id} +customer +Frank +host +active$`, 'm'));
    expect((await run('list --role provider')).said).toMatch(/^\d+ +provider +eva +eva@example.com +here +active$/m);
    expect((await run('list --role provider')).said).not.toContain('Frank');
  });
});

describe('what cannot be done is said', () => {
  it.each([
    ['add twice@example.com --role customer', 'a-long-password', 1, 'belongs to another user'],
    ['add new@example.com --role customer', 'short', 1, 'at least 10 characters'],
    ['add new@example.com --role customer', 'qwertyuiop', 1, 'guessed first'],
    ['add new@example.com --role customer', '', 1, 'No password came'],
    ['disable nobody@example.com', '', 1, 'There is no user with nobody@example.com'],
    ['password 4242', 'a-long-password', 1, 'There is no user with number 4242'],
    ['password 78', 'a-long-password', 1, 'no e-mail address'],
    ['remove 42', '', 2, 'no command remove'],
  ])('%s < %j ends with %i', async (line, input, code, why) => {
    await run('add twice@example.com --role customer', 'a-long-password');
    await server.user('customer', { id: 78 });
    const result = await run(line, input);
    expect(result).toMatchObject({ code, said: '' });
    expect(result.complaints).toContain(why);
  });

  it('also that the database is away, without its password', async () => {
    const result = await run('list', '', { DATABASE_URL: 'postgresql://chat:s3cret@127.0.0.1:1/chat' });
    expect(result).toMatchObject({ code: 1, said: '' });
    expect(result.complaints).toContain('DATABASE_URL: no connection to 127.0.0.1:1/chat');
    expect(result.complaints).not.toContain('s3cret');
  });
});
