import { io, Manager } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let ann: TestUser;
beforeAll(async () => {
  server = await startTestServer({ LIMIT_UNAUTHENTICATED: '500ms' });
  ann = await server.user('customer');
});
afterAll(() => server.close());

/** What a connection gets first: its `connected`, or the code of its refusal. */
function firstAnswer(options: object): Promise<unknown> {
  const socket = io(`${server.url}/chat`, {
    reconnection: false,
    forceNew: true,
    transports: ['websocket'],
    ...options,
  });
  return new Promise<unknown>((answered) => {
    socket.once('connected', answered);
    socket.once('connect_error', (error) => answered((error as { data?: { code: string } }).data?.code));
  }).finally(() => socket.disconnect());
}

describe('a handshake', () => {
  it('[AU1] takes the token in `auth` or as a Bearer header', async () => {
    const connected = { message: expect.any(String), userId: ann.id, epoch: expect.any(String) };
    expect(await firstAnswer({ auth: { token: ann.token } })).toEqual(connected);
    expect(await firstAnswer({ auth: { token: `Bearer ${ann.token}` } })).toEqual(connected);
    expect(await firstAnswer({ extraHeaders: { Authorization: `Bearer ${ann.token}` } })).toEqual(connected);
  });

  it('[AU2] refuses a token in the query string, even beside a good one', async () => {
    expect(await firstAnswer({ query: { token: ann.token } })).toBe('unauthorized');
    expect(await firstAnswer({ query: { token: ann.token }, auth: { token: ann.token } })).toBe('unauthorized');
  });

  it.each([undefined, '', 7, {}, ['x'], 'nonsense'])('[AU3] refuses the token %j', async (token) => {
    expect(await firstAnswer({ auth: { token } })).toBe('unauthorized');
  });

  it('[AU4] that names no namespace in time is closed', async () => {
    const manager = new Manager(server.url, { reconnection: false, transports: ['websocket'], autoConnect: false });
    const closed = new Promise<string>((tell) => void manager.once('close', tell));
    manager.open();
    expect(await closed).toMatch(/transport close|io server disconnect|forced server close/);
  });
});
