import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostToken } from '../../testing/host-token.js';
import { startTestServer, type TestServer, type TestSocket } from '../../testing/test-server.js';
import { addAccount, login } from './testing/accounts.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ PASSWORD_WORDS: 'Hausmeister', SESSION_LIFETIME: '30d' });
});
afterAll(() => server.close());

const refresh = (refresh_token: string) => server.rest(null, 'POST', '/api/auth/refresh', { refresh_token });
const me = (token: string) => server.rest(token, 'GET', '/api/auth/me');
const isClosed = async ({ socket }: TestSocket) =>
  await expect.poll(() => socket.disconnected, { timeout: 2000 }).toBe(true);
const connectError = (token: string): Promise<unknown> =>
  server.socket(token).then(
    () => null,
    (error: { data?: unknown }) => error.data,
  );

describe('refresh', () => {
  it('[AU13] gives a new pair, and the session goes on', async () => {
    const ann = await addAccount(server);
    const first = await login(server, ann);
    const { status, body } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 7200, user: first.user });
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect((await me(body.token)).status).toBe(200);
    expect((await me(first.token)).status).toBe(200);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('[AU13][AU14] with a used token ends the session, its tokens and its sockets, and no other session', async () => {
    const ann = await addAccount(server);
    const [stolen, other] = [await login(server, ann), await login(server, ann)];
    const [socket, otherSocket] = [await server.socket(stolen.token), await server.socket(other.token)];
    const next = (await refresh(stolen.refresh_token)).body;
    expect(await refresh(stolen.refresh_token)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect((await refresh(next.refresh_token)).status).toBe(401);
    expect((await me(next.token)).status).toBe(401);
    expect(await socket.event('error')).toMatchObject({ code: 'unauthorized' });
    await isClosed(socket);
    expect((await me(other.token)).status).toBe(200);
    expect(otherSocket.socket.connected).toBe(true);
  });

  it('[AU14] of one token, twice at once, is one success and the end of the session', async () => {
    const session = await login(server, await addAccount(server));
    const answers = await Promise.all([refresh(session.refresh_token), refresh(session.refresh_token)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    const won = answers.find(({ status }) => status === 200);
    expect((await refresh(won?.body.refresh_token)).status).toBe(401);
  });

  it('[AU35] ends with its session, however often it was refreshed before', async () => {
    const ann = await addAccount(server);
    const [old, young] = [await login(server, ann), await login(server, ann)];
    const socket = await server.socket(old.token);
    const next = (await refresh(old.refresh_token)).body;
    await server.database.pooled.query(
      `update sessions set created_at = now() - interval '30 days 1 minute'
       where user_id = $1 and created_at = (select min(created_at) from sessions where user_id = $1)`,
      [ann.id],
    );
    expect(await refresh(next.refresh_token)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    await isClosed(socket);
    expect((await me(next.token)).status).toBe(401);
    expect((await refresh(young.refresh_token)).status).toBe(200);
  });

  it.each(['nonsense', 'x'.repeat(43), '\u0000'])('refuses %j', async (token) => {
    expect(await refresh(token)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('is refused after its time', async () => {
    const session = await login(server, await addAccount(server));
    await server.database.pooled.query(
      `update refresh_tokens set expires_at = now() from sessions s where s.id = session_id and s.user_id = $1`,
      [session.user.id],
    );
    expect((await refresh(session.refresh_token)).status).toBe(401);
  });

  it('[AU30] stores no token that could be used', async () => {
    const session = await login(server, await addAccount(server));
    const rows = await server.database.pooled.query<{ all: string }>('select r::text as all from refresh_tokens r');
    expect(rows.filter((row) => row.all.includes(session.refresh_token))).toEqual([]);
  });
});

describe('logout', () => {
  it('[AU16] ends its session and its sockets within a second, and no other', async () => {
    const ann = await addAccount(server);
    const [here, there] = [await login(server, ann), await login(server, ann)];
    const [socket, other] = [await server.socket(here.token), await server.socket(there.token)];
    expect((await server.rest(here.token, 'POST', '/api/auth/logout', {})).status).toBe(204);
    expect(await socket.event('error')).toMatchObject({ code: 'unauthorized' });
    await isClosed(socket);
    expect(await me(here.token)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await connectError(here.token)).toMatchObject({ code: 'unauthorized' });
    expect((await refresh(here.refresh_token)).status).toBe(401);
    expect((await me(there.token)).status).toBe(200);
    expect(other.socket.connected).toBe(true);
  });

  it('[AU17] everywhere ends them all', async () => {
    const ann = await addAccount(server);
    const [here, there] = [await login(server, ann), await login(server, ann)];
    const sockets = [await server.socket(here.token), await server.socket(there.token)];
    expect((await server.rest(here.token, 'POST', '/api/auth/logout', { everywhere: true })).status).toBe(204);
    for (const socket of sockets) await isClosed(socket);
    expect((await me(there.token)).status).toBe(401);
    expect((await refresh(there.refresh_token)).status).toBe(401);
  });

  it('needs only the refresh token, when the access token has expired', async () => {
    const session = await login(server, await addAccount(server));
    const { refresh_token } = session;
    expect((await server.rest(null, 'POST', '/api/auth/logout', { refresh_token })).status).toBe(204);
    expect((await me(session.token)).status).toBe(401);
    expect((await server.rest(null, 'POST', '/api/auth/logout', { refresh_token })).status).toBe(204);
  });

  it('cannot end all sessions with a token that is used up', async () => {
    const ann = await addAccount(server);
    const [first, other] = [await login(server, ann), await login(server, ann)];
    await refresh(first.refresh_token);
    const body = { refresh_token: first.refresh_token, everywhere: true };
    expect((await server.rest(null, 'POST', '/api/auth/logout', body)).status).toBe(204);
    expect((await me(first.token)).status).toBe(401);
    expect((await me(other.token)).status).toBe(200);
  });

  it('of nobody is refused', async () => {
    expect((await server.rest(null, 'POST', '/api/auth/logout', {})).status).toBe(401);
  });

  it('[AU17] everywhere closes the connections of a host’s token', async () => {
    const host = await server.user('customer');
    const socket = await server.socket(host.token);
    expect((await server.rest(host.token, 'POST', '/api/auth/logout', { everywhere: true })).status).toBe(204);
    await isClosed(socket);
  });
});

describe('a new password', () => {
  const change = (token: string, current_password: string, new_password: string) =>
    server.rest(token, 'POST', '/api/auth/password', { current_password, new_password });

  it('[AU18] works, the old one does not, and the other sessions have ended', async () => {
    const ann = await addAccount(server);
    const [here, there] = [await login(server, ann), await login(server, ann)];
    const [socket, other] = [await server.socket(here.token), await server.socket(there.token)];
    expect((await change(here.token, ann.password, 'an-other-password')).status).toBe(204);
    await isClosed(other);
    expect((await me(there.token)).status).toBe(401);
    expect((await me(here.token)).status).toBe(200);
    expect(socket.socket.connected).toBe(true);
    await expect(login(server, ann)).rejects.toThrow('refused');
    await login(server, { ...ann, password: 'an-other-password' });
  });

  it('[AU18] needs the present one, ten characters, and an account with a password', async () => {
    const ann = await addAccount(server);
    const { token } = await login(server, ann);
    expect(await change(token, 'not-the-password', 'an-other-password')).toMatchObject({ status: 401 });
    expect(await change(token, ann.password, 'too-short')).toMatchObject({ status: 400 });
    const host = await server.user('customer');
    expect(await change(host.token, 'any-password', 'an-other-password')).toMatchObject({ status: 403 });
  });

  it('[AU33] must not be one of those that are guessed first; the present one stays', async () => {
    const ann = await addAccount(server);
    const { token } = await login(server, ann);
    for (const common of ['qwertyuiop', 'Q1w2e3r4t5'])
      expect(await change(token, ann.password, common)).toMatchObject({ status: 400 });
    await login(server, ann);
  });

  it('[AU34] must say more than the names of the site and of the account', async () => {
    const ann = await addAccount(server);
    const { token } = await login(server, ann);
    for (const known of ['hausmeister', ann.email, `${ann.name}!`, 'STM-Chat-2026'])
      expect(await change(token, ann.password, known.padEnd(10, '!'))).toMatchObject({ status: 400 });
    await login(server, ann);
  });

  it('counts wrong guesses as failed logins', async () => {
    const ann = await addAccount(server);
    const { token } = await login(server, ann);
    for (let n = 0; n < 5; n++) await change(token, 'not-the-password', 'an-other-password');
    expect(await change(token, ann.password, 'an-other-password')).toMatchObject({ status: 429 });
    await server.database.pooled.query('delete from login_failures');
  });
});

describe('a token that expires', () => {
  it('[AU5] ends its open connection with token_expired', async () => {
    const token = await hostToken({ sub: 71, role: 'customer' }, '2s');
    const socket = await server.socket(token);
    expect(await socket.event('error')).toMatchObject({ code: 'token_expired' });
    await isClosed(socket);
  });

  it('[AU6] does not, when another one came in time', async () => {
    const socket = await server.socket(await hostToken({ sub: 72, role: 'customer' }, '2s'));
    const fresh = await hostToken({ sub: 72, role: 'customer' }, '1h');
    const answer = await socket.call('authenticate', { token: fresh });
    expect(answer).toEqual({ ok: true, session: { expires_at: expect.stringMatching(/^\d{4}-.*\.000Z$/) } });
    const short = await server.socket(await hostToken({ sub: 73, role: 'customer' }, '2s'));
    await short.event('error', ({ code }) => code === 'token_expired');
    expect(socket.all('error')).toEqual([]);
    expect(socket.socket.connected).toBe(true);
  });

  it('[AU3] is refused as expired, over both doors, when the leeway of 30 s is over', async () => {
    const token = await hostToken({ sub: 74, role: 'customer' }, '-31s');
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'token_expired' } });
    expect(await connectError(token)).toMatchObject({ code: 'token_expired' });
    expect((await me(await hostToken({ sub: 74, role: 'customer' }, '-20s'))).status).toBe(200);
  });
});

describe('authenticate', () => {
  it('[AU7] refuses bad tokens and those of others, and leaves the connection as it was', async () => {
    const ann = await addAccount(server);
    const socket = await server.socket((await login(server, ann)).token);
    const bob = await login(server, await addAccount(server));
    for (const token of ['nonsense', bob.token, await hostToken({ sub: 74, role: 'customer' }, '-1h')]) {
      const answer = await socket.call('authenticate', { token });
      expect(answer).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^unauthorized|token_expired$/) },
      });
    }
    expect(await socket.call('authenticate', {})).toMatchObject({ ok: false, error: { code: 'invalid_payload' } });
    expect(await socket.call('authenticate', { token: (await login(server, ann)).token })).toMatchObject({ ok: true });
    expect(socket.socket.connected).toBe(true);
  });

  it('moves the connection to the session of the new token', async () => {
    const ann = await addAccount(server);
    const [first, second] = [await login(server, ann), await login(server, ann)];
    const socket = await server.socket(first.token);
    expect(await socket.call('authenticate', { token: second.token })).toMatchObject({ ok: true });
    await server.rest(first.token, 'POST', '/api/auth/logout', {});
    expect(await socket.call('authenticate', { token: second.token })).toMatchObject({ ok: true });
    await server.rest(second.token, 'POST', '/api/auth/logout', {});
    await isClosed(socket);
  });
});
