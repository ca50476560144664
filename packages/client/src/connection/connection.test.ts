import { describe, expect, test } from 'vitest';
import { ChatError, SessionEnded } from '../chat-error.js';
import { createWorld, type World } from '../testing/fake-world.js';
import type { IoFactory } from '../transport/socket-like.js';

function jwt(userId: number, world: World, lifeMs: number): string {
  const iat = Math.floor(world.clock.now() / 1000);
  const payload = btoa(JSON.stringify({ sub: userId, iat, exp: iat + lifeMs / 1000 })).replaceAll('=', '');
  return `user-${userId}.${payload}.sig`;
}

/** Tokens as a host hands them out; `asked` says how, `used` which ones the handshakes brought. */
function tokens(world: World, next: () => string = () => 'user-1') {
  const asked: boolean[] = [];
  const used: string[] = [];
  const getToken = async ({ forceRefresh }: { forceRefresh: boolean }) => {
    if (forceRefresh) asked.push(forceRefresh);
    return next();
  };
  const io: IoFactory = (url, options) => {
    used.push(options.auth.token);
    return world.network.io(url, options);
  };
  return { asked, used, options: { session: { getToken }, io } };
}

describe('the connection', () => {
  test('[CL5] comes back for ever, ever more slowly, and at once when the network does', async () => {
    const world = createWorld();
    const client = world.client(1);
    void client.connect();
    await world.quiet();
    world.network.up = false;
    for (const socket of [...world.network.sockets]) socket.cut();
    const waits: number[] = [];
    for (let at = 0; at < 9; at++) {
      const state = client.connection.get();
      if (state.status !== 'waiting') throw new Error(`${state.status} instead of waiting`);
      waits.push(state.retryAt - world.clock.now());
      await world.quiet(state.retryAt - world.clock.now());
    }
    expect(waits.every((wait) => wait <= 30_000)).toBe(true);
    expect(waits.at(-1)).toBe(22_500);
    await world.quiet(3_600_000);
    expect(client.connection.get().status).toBe('waiting');
    world.network.comeBack();
    await world.quiet();
    expect(client.connection.get().status).toBe('online');
  });

  test('[CL5] gets a fresh token for every attempt', async () => {
    const world = createWorld();
    let number = 0;
    const { used, options } = tokens(world, () => `user-1.${number}`);
    const client = world.client(1, options);
    await client.connect();
    number++;
    [...world.network.sockets][0]?.cut();
    await world.quiet(2000);
    expect(used).toEqual(['user-1.0', 'user-1.1']);
  });

  test('[CL5] comes back when a busy server says, spread over a second, and never stays away for longer than usual', async () => {
    const world = createWorld();
    const client = world.client(1);
    const waited = () => {
      const state = client.connection.get();
      return state.status === 'waiting' ? state.retryAt - world.clock.now() : state.status;
    };
    world.network.busyForSeconds = 7;
    void client.connect();
    await world.quiet();
    expect(waited()).toBe(7500);
    world.network.busyForSeconds = 86_400;
    await world.quiet(7500);
    expect(waited()).toBe(30_500);
    world.network.busyForSeconds = undefined;
    await world.quiet(30_500);
    expect(waited()).toBe('online');
  });

  test('[CL5] that a busy server named a time makes it no slower when the next attempt is not answered', async () => {
    const world = createWorld();
    const client = world.client(1);
    const waited = () => {
      const state = client.connection.get();
      return state.status === 'waiting' ? state.retryAt - world.clock.now() : 0;
    };
    world.network.busyForSeconds = 3;
    void client.connect();
    await world.quiet();
    for (let attempt = 0; attempt < 4; attempt += 1) await world.quiet(waited());
    expect(waited()).toBe(3500);
    world.network.busyForSeconds = undefined;
    world.network.refuse = () => 'unavailable';
    await world.quiet(waited());
    expect(waited()).toBe(1500);
    await world.quiet(waited());
    expect(waited()).toBe(3000);
  });

  test('without a network it says so, and does not wait for a timer when it is back', async () => {
    const world = createWorld();
    const client = world.client(1);
    await client.connect();
    world.network.goDown();
    expect(client.connection.get()).toMatchObject({ status: 'waiting', reason: 'offline' });
    world.network.comeBack();
    await world.quiet();
    expect(client.connection.get().status).toBe('online');
  });

  test('a refused token is refreshed once; refused again, the session is over', async () => {
    const world = createWorld();
    let good = false;
    world.network.refuse = () => (good ? undefined : 'token_expired');
    const { asked, options } = tokens(world);
    const client = world.client(1, options);
    await client.connect();
    expect(client.connection.get()).toEqual({ status: 'ended', reason: 'unauthorized' });
    expect(asked).toEqual([true]);
    good = true;
    await client.connect();
    expect(client.connection.get().status).toBe('online');
  });

  test('refused again after a good connection, the token is refreshed again: the session is not over', async () => {
    const world = createWorld();
    let bad = '';
    world.network.refuse = (token) => (token === bad ? 'token_expired' : undefined);
    let number = 0;
    // A host that hands out the same token until it is told that it was refused.
    const getToken = async ({ forceRefresh }: { forceRefresh: boolean }) =>
      `user-1.${forceRefresh ? ++number : number}`;
    const client = world.client(1, { session: { getToken } });
    for (let night = 0; night < 3; night++) {
      bad = `user-1.${night}`;
      void client.connect();
      await world.quiet(3000);
      expect(client.connection.get().status).toBe('online');
      expect(number).toBe(night + 1);
      await world.quiet(3_600_000);
      bad = `user-1.${night + 1}`;
      [...world.network.sockets][0]?.cut();
    }
  });

  test('a session that is over ends it; anything else that goes wrong with the token does not', async () => {
    const world = createWorld();
    let error: Error = new Error('the host is down');
    const client = world.client(1, { session: { getToken: () => Promise.reject(error) } });
    void client.connect();
    await world.quiet();
    expect(client.connection.get().status).toBe('waiting');
    error = new SessionEnded();
    await world.quiet(5000);
    expect(client.connection.get()).toEqual({ status: 'ended', reason: 'unauthorized' });
  });

  test('a closed client stays closed, whatever a call that was under way says of the session', async () => {
    const world = createWorld();
    let over = false;
    const getToken = async () => {
      if (over) throw new SessionEnded();
      return 'user-1';
    };
    const client = world.client(1, { session: { getToken } });
    await client.connect();
    over = true;
    client.close();
    await expect(client.call('get_me', {})).rejects.toMatchObject({ code: 'unauthorized' });
    expect(client.connection.get()).toEqual({ status: 'ended', reason: 'closed' });
  });

  test('a token is renewed on the open connection before it expires', async () => {
    const world = createWorld();
    const { asked, options } = tokens(world, () => jwt(1, world, 600_000));
    const calls: string[] = [];
    world.server.intercept = (name) => void calls.push(name);
    const client = world.client(1, options);
    await client.connect();
    const { since } = client.connection.get() as { since: number };
    await world.quiet(539_000);
    expect(calls).not.toContain('authenticate');
    await world.quiet(2000);
    expect(calls).toContain('authenticate');
    expect(asked).toEqual([true]);
    expect(client.connection.get()).toMatchObject({ status: 'online', since });
  });

  test('a renewal that the server cannot take at the moment is tried again, with the token that there is', async () => {
    const world = createWorld();
    const { asked, options } = tokens(world, () => jwt(1, world, 600_000));
    const tries: number[] = [];
    world.server.intercept = (name) => {
      if (name !== 'authenticate') return;
      tries.push(world.clock.now());
      if (tries.length < 3) throw new ChatError('unavailable', 'busy');
    };
    const client = world.client(1, options);
    await client.connect();
    await world.quiet(560_000);
    expect(tries).toHaveLength(3);
    expect(asked).toEqual([true]);
    await world.quiet(530_000);
    expect(tries).toHaveLength(4);
  });

  test('a renewal that the server refuses is not asked for again and again: it ends the connection itself', async () => {
    const world = createWorld();
    const { asked, options } = tokens(world, () => jwt(1, world, 600_000));
    world.server.intercept = (name) => {
      if (name === 'authenticate') throw new ChatError('unauthorized', 'no');
    };
    const client = world.client(1, options);
    await client.connect();
    await world.quiet(599_000);
    expect(asked).toEqual([true]);
  });

  test('"token_expired" on an open connection: refreshed, and on it goes', async () => {
    const world = createWorld();
    const { asked, options } = tokens(world);
    const client = world.client(1, options);
    await client.connect();
    await world.quiet(60_000);
    const [socket] = world.network.sockets;
    socket?.push('error', { code: 'token_expired', message: 'expired' });
    await world.quiet();
    socket?.cut('io server disconnect');
    await world.quiet();
    expect(asked).toEqual([true]);
    expect(client.connection.get().status).toBe('online');
  });

  test('displaced, or sent away by the server, it stays away until somebody acts', async () => {
    const world = createWorld();
    const client = world.client(1);
    for (const code of ['displaced', undefined]) {
      await client.connect();
      const [socket] = world.network.sockets;
      if (code !== undefined) socket?.push('error', { code, message: 'too many' });
      await world.quiet();
      socket?.cut('io server disconnect');
      await world.quiet(600_000);
      expect(client.connection.get()).toEqual({ status: 'ended', reason: 'displaced' });
    }
    await client.connect();
    expect(client.connection.get().status).toBe('online');
  });

  test('signed out elsewhere: the server sends it away, and there is no session any more', async () => {
    const world = createWorld();
    const getToken = async ({ forceRefresh }: { forceRefresh: boolean }) => {
      if (forceRefresh) throw new SessionEnded();
      return 'user-1';
    };
    const client = world.client(1, { session: { getToken } });
    await client.connect();
    [...world.network.sockets][0]?.cut('io server disconnect');
    await world.quiet();
    expect(client.connection.get()).toEqual({ status: 'ended', reason: 'unauthorized' });
  });

  test('a draining server is left and come back to when it said', async () => {
    const world = createWorld();
    const client = world.client(1);
    await client.connect();
    const [socket] = world.network.sockets;
    socket?.push('server_draining', { reconnect_in_ms: 8000 });
    await world.quiet();
    expect(client.connection.get().status).toBe('online');
    socket?.cut();
    expect(client.connection.get()).toMatchObject({
      status: 'waiting',
      reason: 'draining',
      retryAt: world.clock.now() + 6000,
    });
    await world.quiet(6000);
    expect(client.connection.get().status).toBe('online');
  });

  test('a connection that looks alive and does not answer is given up', async () => {
    const world = createWorld();
    const client = world.client(1);
    const chat = world.server.createChat(1, 2);
    await client.connect();
    await world.quiet(1000);
    for (const socket of world.network.sockets) socket.silent = true;
    const failed = client.call('mark_read', { chatId: chat.id }).catch((error: unknown) => error);
    await world.quiet(12_000);
    expect(await failed).toMatchObject({ code: 'unavailable' });
    expect(client.connection.get().status).toBe('online');
    expect([...world.network.sockets].every(({ silent }) => !silent)).toBe(true);
  });

  test('looked at again after a sleep, a dead connection is found out within seconds', async () => {
    const world = createWorld();
    const client = world.client(1);
    await client.connect();
    await world.quiet(60_000);
    for (const socket of world.network.sockets) socket.silent = true;
    world.network.tell('wake');
    await world.quiet(5000);
    expect([...world.network.sockets].map(({ silent }) => silent)).toEqual([false]);
  });

  test('a clock that was put back does not keep a dead connection from being found out', async () => {
    const world = createWorld();
    let back = 0;
    const clock = { now: () => world.clock.now() - back, after: world.clock.after };
    const client = world.client(1, { clock });
    await client.connect();
    await world.quiet(60_000);
    back = 3_600_000;
    for (const socket of world.network.sockets) socket.silent = true;
    world.network.tell('wake');
    await world.quiet(5000);
    expect(client.connection.get().status).toBe('online');
    expect([...world.network.sockets].every(({ silent }) => !silent)).toBe(true);
  });

  test('a network that swallows WebSockets is tried with long polling', async () => {
    const world = createWorld();
    const tried: string[] = [];
    const client = world.client(1, {
      io: (url, options) => {
        const [first] = options.transports;
        tried.push(first ?? '');
        const socket = world.network.io(url, options);
        if (first === 'websocket') socket.connect = () => undefined;
        return socket;
      },
    });
    void client.connect();
    await world.quiet(120_000);
    expect(tried.slice(0, 3)).toEqual(['websocket', 'websocket', 'polling']);
    expect(client.connection.get().status).toBe('online');
  });
});
