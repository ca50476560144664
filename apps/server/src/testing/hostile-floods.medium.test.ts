import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bystanders, bystanders, memoryLog } from './bystanders.js';
import { rawChat, rawConnection } from './raw-connection.js';
import { startTestServer, type TestServer, type TestUser } from './test-server.js';

const count = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));

interface Scene {
  readonly server: TestServer;
  readonly others: Bystanders;
  readonly ann: TestUser;
  readonly bob: TestUser;
  readonly chatId: string;
}

/** A server with these limits, two people who talk, and two in a chat that is about to be abused. */
async function begin(env: Record<string, string>): Promise<Scene> {
  const server = await startTestServer(env);
  const others = await bystanders(server);
  const [ann, bob] = [await server.user('customer'), await server.user('provider')];
  return { server, others, ann, bob, chatId: await server.chat(ann, bob) };
}

/** One server for the tests of a group; after each of them others are served. */
function sceneOf(env: Record<string, string>): () => Scene {
  let scene: Scene | null = null;
  beforeAll(async () => void (scene = await begin(env)));
  afterEach(() => scene?.others.areServed());
  afterAll(() => scene?.server.close());
  return () => {
    if (scene === null) throw new Error('not begun');
    return scene;
  };
}

/** How a new polling connection is answered. */
const handshake = async ({ server }: Scene) => (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).status;

describe('a client that does not stop', () => {
  const scene = sceneOf({ LIMIT_EVENTS: '20,10/s', LIMIT_SEND: '5,1/s', LIMIT_CONNECTIONS: '5' });

  it('[LI1][ER4][IN13] is told to wait after 20 events, and closed after 100 more', async () => {
    const { server, others, ann, chatId } = scene();
    const socket = await server.socket(ann.token);
    const answers = await Promise.all(count(60, () => socket.call('mark_read', { chatId })));
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    expect(refused.length).toBeLessThanOrEqual(40);
    for (const { error } of refused) {
      expect(error).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) });
    }
    expect(socket.socket.connected).toBe(true);
    for (const event of count(200, (n) => ['nope', 'typing', 'sync'][n % 3])) socket.socket.emit(event ?? '', {});
    await others.areServed();
    await expect.poll(() => socket.socket.connected).toBe(false);
  });

  it('[LI2][CM6] at a chat of others hears that there is none, and never of a limit', async () => {
    const { server, chatId } = scene();
    const eve = await server.user('customer');
    const send = (id: string) => server.rest(eve.token, 'POST', `/api/chat/${id}/messages`, { message: 'hi' });
    const answers = await Promise.all(count(12, () => send(chatId)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  });

  it('[LI6] beyond the connections of the server gets 503', async () => {
    const statuses = await Promise.all(count(6, () => handshake(scene()))); // two people talk already
    expect(statuses.filter((status) => status === 503)).toHaveLength(3);
  });
});

describe('connections that are never used', () => {
  const scene = sceneOf({ LIMIT_CONNECTIONS_PER_ADDRESS: '10', LIMIT_UNAUTHENTICATED: '300ms' });

  it('[LI6][AU4] beyond those of one address get 429, and are cut in time, also when they do not answer the close', async () => {
    const silent = await rawConnection(scene().server.port, '', false);
    const statuses = await Promise.all(count(20, () => handshake(scene())));
    expect(statuses.filter((status) => status === 429)).toHaveLength(13); // two people talk already
    const startedAt = performance.now();
    await silent.closed();
    await expect.poll(() => handshake(scene())).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('handshakes beyond the rate of the server', () => {
  const scene = sceneOf({ LIMIT_HANDSHAKES: '10,2/s', LIMIT_HANDSHAKE_WAIT: '4s' });

  it('[LI5][CN2] wait their turn, or get 503 and hear when to come again; those who are in do not notice', async () => {
    const { server, others } = scene();
    const address = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const coming = Promise.all(count(40, () => fetch(address)));
    await others.areServed();
    const answers = await coming;
    const [taken, refused] = [200, 503].map((wanted) => answers.filter(({ status }) => status === wanted));
    expect(taken?.length).toBeGreaterThanOrEqual(8 + 6); // two people talk already
    expect(taken?.length).toBeLessThanOrEqual(10 + 6 + 2);
    expect((taken?.length ?? 0) + (refused?.length ?? 0)).toBe(40);
    const named = (refused ?? []).map(({ headers }) => Number(headers.get('retry-after'))).sort((a, b) => a - b);
    expect(named[0]).toBe(1);
    expect(named.at(-1)).toBeGreaterThanOrEqual(Math.floor(named.length / 2));
  });

  it('[LI5][OR6] the page of another origin may read when', async () => {
    const { server } = scene();
    const headers = { origin: 'http://localhost:1' };
    const answers = await Promise.all(
      count(30, () => fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers })),
    );
    const refused = answers.find(({ status }) => status === 503);
    expect(refused?.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  it('[LI5] leave the line when they are given up', async () => {
    const { server } = scene();
    const waiting = () => metric(scene(), 'chat_handshakes_waiting');
    await expect.poll(waiting, { timeout: 6_000 }).toBe(0);
    const impatient = await Promise.all(count(12, () => unanswered(server.port)));
    await expect.poll(waiting).toBeGreaterThanOrEqual(6);
    const at = performance.now();
    for (const socket of impatient) socket.resetAndDestroy();
    await expect.poll(waiting).toBe(0);
    expect(performance.now() - at).toBeLessThan(2_000); // in their turn it would take 3 s
  });
});

describe('handshakes that wait', () => {
  const scene = sceneOf({
    LIMIT_HANDSHAKES: '2,2/s',
    LIMIT_HANDSHAKE_WAIT: '10s',
    LIMIT_CONNECTIONS_PER_ADDRESS: '6',
  });

  it('[LI5][LI6] count as connections of their address', async () => {
    const statuses = await Promise.all(count(10, () => handshake(scene()))); // two people talk already
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(6);
  });
});

/** An upgrade that was sent, and that nobody waited for the answer of. */
function unanswered(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      const lines = ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', 'Host: x', 'Connection: Upgrade'];
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
      socket.write([...lines, 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', key, '', ''].join('\r\n'), () =>
        resolve(socket),
      );
    });
    socket.on('error', () => undefined);
  });
}

const metric = async ({ server }: Scene, name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);

describe('a client that does not read', () => {
  /** Fills the lines of the operating system and then ours: 60 times a quarter of a megabyte. */
  async function askForMuch(it: Scene) {
    const message = '界'.repeat(4000);
    for (const _ of count(3, Number)) {
      await Promise.all(
        count(10, () => it.server.rest(it.bob.token, 'POST', `/api/chat/${it.chatId}/messages`, { message })),
      );
    }
    const reader = await rawChat(it.server.port, it.ann.token);
    reader.send(`42/chat,1["join_chat",{"chatId":"${it.chatId}"}]`);
    await reader.hears('43/chat,1[');
    reader.stopReading();
    reader.send(...count(60, (n) => `42/chat,${100 + n}["sync",{"chats":[{"chatId":"${it.chatId}","revision":0}]}]`));
    return reader;
  }

  it('[LI7] loses its connection at a megabyte unsent', async () => {
    const it = await begin({ LIMIT_OUTBOUND_STALL: '0' });
    const reader = await askForMuch(it);
    await expect.poll(() => metric(it, 'chat_slow_consumer_closes_total'), { timeout: 8_000 }).toBe(1);
    await it.others.areServed();
    reader.end();
    await it.server.close();
  });

  it('[LI7] loses its connection when it takes nothing for a while', async () => {
    const it = await begin({ LIMIT_OUTBOUND: '0', LIMIT_OUTBOUND_STALL: '1s' });
    const reader = await askForMuch(it);
    await expect.poll(() => metric(it, 'chat_slow_consumer_closes_total'), { timeout: 8_000 }).toBe(1);
    reader.end();
    await it.server.close();
  });

  it('[LI7] loses typing first, and nothing else', async () => {
    const it = await begin({ LIMIT_OUTBOUND: '0', LIMIT_OUTBOUND_STALL: '0', LIMIT_OUTBOUND_VOLATILE: '64KiB' });
    const reader = await askForMuch(it);
    const writer = await it.server.socket(it.bob.token);
    await writer.call('join_chat', { chatId: it.chatId });
    await expect.poll(() => metric(it, 'chat_outbound_buffer_bytes'), { timeout: 5_000 }).toBeGreaterThan(64 * 1024);
    for (const isTyping of [true, false, true]) await writer.call('typing', { chatId: it.chatId, isTyping });
    expect(await metric(it, 'chat_volatile_dropped_total')).toBeGreaterThan(0);
    await writer.call('send_message', { chatId: it.chatId, message: 'the last word' });
    reader.readOn();
    expect(await reader.hears('the last word')).toBe(true);
    expect(reader.packets.filter((packet) => packet.startsWith('43/chat,1')).length).toBeGreaterThanOrEqual(60);
    expect(reader.packets.filter((packet) => packet.includes('"user_typing"'))).toEqual([]);
    reader.end();
    await it.server.close();
  });
});

describe('a server that fails', () => {
  it('[ER2][OP4] says nothing of why, and its log nothing of what was said', async () => {
    const log = memoryLog();
    const server = await startTestServer({}, { logger: log.logger });
    const [ann, bob] = [await server.user('customer'), await server.user('provider')];
    const chatId = await server.chat(ann, bob);
    const socket = await server.socket(ann.token);
    await server.database.realtime.query('alter table messages add constraint broken check (false) not valid', []);
    const message = 'what was said';
    const [overSocket, overRest] = [
      await socket.call('send_message', { chatId, message }),
      await server.rest(ann.token, 'POST', `/api/chat/${chatId}/messages`, { message }),
    ];
    const error = { code: 'internal', message: 'Something went wrong on our side.' };
    expect(overSocket).toMatchObject({ ok: false, error });
    expect([overRest.status, overRest.body]).toMatchObject([500, error]);
    expect(log.alarms.join('\n')).toContain('broken');
    for (const secret of [message, ann.token]) expect(log.all.join('\n')).not.toContain(secret);
    await server.close();
  });
});
