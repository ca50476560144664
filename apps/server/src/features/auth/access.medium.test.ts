import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultyProxy } from '../../database/testing/faulty-proxy.js';
import { createTestDatabase } from '../../database/testing/test-database.js';
import { startTestServer, type TestServer, type TestSocket } from '../../testing/test-server.js';
import { AUTH, type Auth } from './auth.api.js';
import { addAccount, login } from './testing/accounts.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const me = (token: string) => server.rest(token, 'GET', '/api/auth/me');
const closes = async ({ socket }: TestSocket) =>
  await expect.poll(() => socket.disconnected, { timeout: 1500, interval: 20 }).toBe(true);

describe('what another process ended', () => {
  it('[AU20] a disabled user: connections close within a second', async () => {
    const user = await server.user('customer');
    const socket = await server.socket(user.token);
    const told: number[] = [];
    server.app.get<Auth>(AUTH).userDisabled.subscribe((userId) => void told.push(userId));
    await server.database.pooled.query('select put_user($1, $2, 0)', [user.id, '{"disabled": true}']);
    await closes(socket);
    expect(await socket.event('error')).toMatchObject({ code: 'unauthorized' });
    expect((await me(user.token)).status).toBe(401);
    expect(told).toEqual([user.id]);
  });

  it('[AU16] a session: its connections close, and no others', async () => {
    const ann = await addAccount(server);
    const [first, second] = [await login(server, ann), await login(server, ann)];
    const [socket, other] = [await server.socket(first.token), await server.socket(second.token)];
    const told: string[] = [];
    server.app.get<Auth>(AUTH).sessionEnded.subscribe(({ sessionId }) => void told.push(sessionId));
    const [row] = await server.database.pooled.query<{ id: string }>(
      'update sessions set revoked_at = now() where user_id = $1 and created_at = (select min(created_at) from sessions where user_id = $1) returning id',
      [ann.id],
    );
    await closes(socket);
    expect(other.socket.connected).toBe(true);
    expect(told).toEqual([row?.id]);
  });

  it('and what was ended while nobody was connected lets nobody in', async () => {
    const user = await server.user('customer');
    await server.database.pooled.query('select put_user($1, $2, 0)', [user.id, '{"disabled": true}']);
    await expect(server.socket(user.token)).rejects.toMatchObject({ data: { code: 'unauthorized' } });
    await server.database.pooled.query('select put_user($1, $2, 0)', [user.id, '{"disabled": false}']);
    const socket = await server.socket(user.token);
    const witness = await server.user('customer');
    const watched = await server.socket(witness.token);
    await server.database.pooled.query('select put_user($1, $2, 0)', [witness.id, '{"disabled": true}']);
    await closes(watched); // by now the watch has looked, and the enabled user is still here
    expect(socket.socket.connected).toBe(true);
  });
});

describe('while the database is away', () => {
  it('[ER3][CN2] a good token is neither accepted nor refused, and a stock client comes back by itself', async () => {
    const own = await createTestDatabase();
    const proxy = await faultyProxy(own.url);
    const other = await startTestServer({ DATABASE_URL: proxy.url });
    const user = await other.user('customer');
    const ann = await addAccount(other);
    proxy.refuse(true);
    expect(await other.rest(user.token, 'GET', '/api/auth/me')).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
    const credentials = { email: ann.email, password: ann.password };
    expect((await other.rest(null, 'POST', '/api/auth/login', credentials)).status).toBe(503);
    const socket = io(`${other.url}/chat`, { auth: { token: user.token }, reconnectionDelay: 50, forceNew: true });
    const refusals: unknown[] = [];
    socket.on('connect_error', (error) => void refusals.push((error as { data?: unknown }).data));
    await new Promise<void>((closed) => void socket.io.once('close', () => closed()));
    proxy.refuse(false);
    await expect.poll(() => socket.connected, { timeout: 10_000 }).toBe(true);
    expect(refusals.filter((data) => data !== undefined)).toEqual([]);
    socket.disconnect();
    await other.close();
    await proxy.close();
    await own.drop();
  });
});
