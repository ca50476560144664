import { request } from 'node:http';
import { connect } from 'node:net';
import { overTcp, type RawConnection, rawChat, rawConnection } from '@stm-chat/server/testing/raw-connection';
import { rest } from '../cluster/rest.js';
import { Line } from './doors.js';
import type { AttackResult, Place, Scene } from './scene.js';

/** The limits as they are by default, but for those that two talking bystanders meet themselves. */
export const FLOOD_LIMITS = {
  LIMIT_EVENTS: '20,10/s',
  LIMIT_EVENT_REFUSALS: '100/10s',
  LIMIT_SEND: '0',
  LIMIT_TYPING: '1/2s',
  LIMIT_HANDSHAKES: '500/s',
  LIMIT_CONNECTIONS_PER_ADDRESS: '200',
  LIMIT_CONNECTIONS_PER_USER: '20',
};

/** A bystander keeps to ten events a second. */
export const FLOOD_PAUSE_MS = 120;

/** A flood, and what is to be seen of the limit that stops it. */
type Flood = (scene: Scene, place: Place) => Promise<{ readonly attempts: number; readonly limited: boolean }>;

const port = ({ node }: Scene): number => node.address?.port ?? 0;
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

export const FLOODS: Readonly<Record<string, Flood>> = {
  'two thousand events on one connection': async (scene, { customer, chatId }) => {
    const line = await Line.open(scene.url, customer.token);
    const closed = new Promise<boolean>((resolve) => line.socket.once('disconnect', () => resolve(true)));
    for (const n of times(2000, Number)) line.socket.emit(n % 2 === 0 ? 'mark_read' : 'nope', { chatId });
    const limited = await Promise.race([closed, later(8000)]);
    line.close();
    return { attempts: 2000, limited };
  },
  'a thousand bad tokens on one connection': async (scene) => {
    const raw = await rawConnection(port(scene));
    raw.send(...times(1000, () => '40/chat,{"token":"x"}'));
    const limited = await Promise.race([raw.closed().then(() => true), later(8000)]);
    raw.end();
    return { attempts: 1000, limited };
  },
  'forty connections of one user': async (scene, { customer }) => {
    const lines = await Promise.all(times(40, () => Line.open(scene.url, customer.token).catch(() => null)));
    await later(300);
    const left = lines.filter((line) => line?.socket.connected === true).length;
    for (const line of lines) line?.close();
    return { attempts: 40, limited: left <= 20 };
  },
  'a client that never reads': (scene, place) => readBadly(scene, place, () => undefined),
  'a client that reads a little each second': (scene, place) =>
    readBadly(scene, place, (reader) => {
      const reading = setInterval(() => {
        reader.readOn();
        setImmediate(() => reader.stopReading());
      }, 1000);
      return () => clearInterval(reading);
    }),
  'pings without end': async (scene) => {
    const socket = connect(port(scene), '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)));
    socket.write(UPGRADE);
    socket.pause(); // no pong is read
    const pings = Buffer.concat(times(2000, () => PING));
    for (let sent = 0; sent < 200_000 && !socket.destroyed; sent += 2000) {
      socket.write(pings);
      await later(20);
    }
    socket.resume();
    const limited = await Promise.race([closed, later(8000)]);
    socket.destroy();
    return { attempts: 200_000, limited };
  },
  'three thousand requests sent ahead': async (scene) => {
    const answer = await overTcp(port(scene), 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3000), 3000);
    return { attempts: 3000, limited: (answer.match(/HTTP\/1\.1 200/g)?.length ?? 0) <= 1000 };
  },
  'a header at a byte a time': async (scene) => {
    const closed = await Promise.all(times(50, () => drip(port(scene))));
    return { attempts: 50, limited: closed.every(Boolean) };
  },
  'fifty logins with guessed passwords': async (scene) => {
    const input = (n: number) => ({ email: 'ann@example.com', password: `guess number ${n}` });
    const answers = await Promise.all(
      times(50, (n) => rest(scene.url, null, 'POST', '/api/auth/login', input(n)).catch(() => null)),
    );
    return { attempts: 50, limited: answers.some((answer) => answer?.status === 429) };
  },
  'five thousand handshakes within two seconds, from fifty addresses': async (scene) => {
    const startedAt = performance.now();
    const asked: ReturnType<typeof handshake>[] = [];
    // In waves: bystanders live in this process, which must not keep them waiting itself.
    while (asked.length < 5000) {
      asked.push(...times(50, (n) => handshake(scene.url, `127.0.1.${1 + n}`)));
      await later(20);
    }
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status !== 200);
    const isTold = refused.every(({ status, again }) => status === 503 && again > 0 && again <= 30);
    // Whoever was let in had to wait until it was its turn: 500 at once, then 500 a second.
    const seconds = (performance.now() - startedAt) / 1000;
    const isSlowed = (answers.length - refused.length) / 500 - 1 <= seconds * 1.1;
    return { attempts: 5000, limited: isTold && isSlowed };
  },
  // The last one: its connections fill the address's share until they are cut.
  'three hundred connections from one address': async (scene) => {
    const open = await Promise.all(
      times(300, () =>
        fetch(`${scene.url}/socket.io/?EIO=4&transport=polling`).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
    return { attempts: 300, limited: open.includes(429) };
  },
};

const UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '',
  '',
].join('\r\n');
/** A WebSocket's own ping with 125 bytes, masked with zeros. */
const PING = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125, 'x')]);

/** Asks for 15 MB, and reads as it likes. @param begin how it reads; gives what ends that */
async function readBadly(
  scene: Scene,
  { customer, provider, chatId }: Place,
  begin: (reader: RawConnection) => (() => void) | undefined,
): Promise<{ readonly attempts: number; readonly limited: boolean }> {
  const message = '界'.repeat(4000);
  await Promise.all(
    times(20, () => rest(scene.url, provider.token, 'POST', `/api/chat/${chatId}/messages`, { message })),
  );
  const reader = await rawChat(port(scene), customer.token);
  reader.send(`42/chat,1["join_chat",{"chatId":"${chatId}"}]`);
  await reader.hears('43/chat,1[');
  reader.stopReading();
  const end = begin(reader);
  const sync = `["sync",{"chats":[{"chatId":"${chatId}","revision":0}]}]`;
  for (const n of times(60, Number)) {
    reader.send(`42/chat,${100 + n}${sync}`);
    await later(100);
  }
  end?.();
  // It was paused, so it hears of its end when it reads on.
  reader.readOn();
  const limited = await Promise.race([reader.closed().then(() => true), later(8000)]);
  reader.end();
  return { attempts: 60, limited };
}

/** Writes a header that never ends, twice a second. @returns whether the server ended it before half a minute was over */
function drip(to: number): Promise<boolean> {
  const socket = connect(to, '127.0.0.1');
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const writing = setInterval(() => socket.write('x'), 500);
  return new Promise<boolean>((resolve) => {
    socket.on('error', () => undefined).on('close', () => resolve(true));
    socket.resume();
    void later(30_000).then(resolve);
  }).finally(() => {
    clearInterval(writing);
    socket.destroy();
  });
}

/** A new polling session. `again`: the seconds after which the server wants to be asked again. */
function handshake(url: string, localAddress: string): Promise<{ readonly status: number; readonly again: number }> {
  return new Promise((resolve) => {
    const lost = (): void => resolve({ status: 0, again: 0 });
    const path = `${url}/socket.io/?EIO=4&transport=polling`;
    const asked = request(path, { localAddress, agent: false, timeout: 20_000 }, (answer) => {
      answer.resume().on('error', lost);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, again: Number(answer.headers['retry-after'] ?? 0) }),
      );
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', lost);
    asked.end();
  });
}

export async function flood(scene: Scene, place: Place, name: string): Promise<AttackResult> {
  const run = FLOODS[name];
  if (run === undefined) throw new Error(`there is no flood ${name}`);
  const { attempts, limited } = await run(scene, place);
  return { attempts, unexpected: limited ? [] : ['no limit stopped it'], leaks: [] };
}

const later = (ms: number): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(false), ms));
