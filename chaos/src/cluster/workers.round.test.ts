import { readFileSync } from 'node:fs';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChat, person } from '../round/world.js';
import { Cluster } from './cluster.js';
import { Ground } from './ground.js';
import { until } from './processes.js';
import type { ServerNode } from './server-node.js';

// The program itself, with two processes on one port and no Redis.
let ground: Ground;
let cluster: Cluster;
let server: ServerNode;
const sockets: Socket[] = [];

beforeAll(async () => {
  ground = await Ground.start({ pooler: false });
  cluster = await Cluster.start(ground, { nodes: 1, env: { WORKERS: '2', LIMIT_SEND: '30,1/min' } });
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('no server runs');
  server = node;
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await cluster?.stop();
  await ground?.stop();
});

async function connect(token: string, transports: string[]): Promise<Socket> {
  const socket = io(`${server.url}/chat`, { auth: { token }, transports, forceNew: true, reconnection: false });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Connections until both processes have one of them: a session's id begins with its process. */
async function onBoth(token: string, transports: string[]): Promise<[Socket, Socket]> {
  const found = new Map<string, Socket>();
  for (let tries = 0; found.size < 2 && tries < 20; tries += 1) {
    const socket = await connect(token, transports);
    found.set(socket.io.engine.id.split('.')[0] ?? '', socket);
  }
  const [one, other] = [found.get('1'), found.get('2')];
  if (one === undefined || other === undefined) throw new Error('all connections came to one process');
  return [one, other];
}

/** A connection to the second process, which may have to start first. */
async function inSecond(token: string): Promise<Socket> {
  for (const until = performance.now() + 30_000; performance.now() < until;) {
    const socket = await connect(token, ['websocket']).catch(() => null);
    if (socket?.io.engine.id.startsWith('2.') === true) return socket;
    socket?.disconnect();
  }
  throw new Error('no connection came to the second process');
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

const call = (socket: Socket, event: string, payload: object) => socket.timeout(5000).emitWithAck(event, payload);

it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
  '[SV8] over %j a client is in one process and hears the other',
  async (transports) => {
    const [customer, provider] = [await person('customer', server.url), await person('provider', server.url)];
    const chatId = await openChat(server.url, customer, provider);
    const [one] = await onBoth(customer.token, transports);
    const [, other] = await onBoth(provider.token, transports);
    const heard: string[] = [];
    other.on('new_message', ({ message }: { message: string }) => heard.push(message));
    for (const socket of [one, other]) expect(await call(socket, 'join_chat', { chatId })).toMatchObject({ ok: true });
    const written = Array.from({ length: 10 }, (_, n) => `m${n}`);
    for (const message of written)
      expect(await call(one, 'send_message', { chatId, message })).toMatchObject({ ok: true });
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(written);
    if (transports.length === 2) {
      await expect.poll(() => one.io.engine.transport.name).toBe('websocket');
      expect(await call(one, 'send_message', { chatId, message: 'after the upgrade' })).toMatchObject({ ok: true });
      await expect.poll(() => heard.at(-1), { timeout: 5000 }).toBe('after the upgrade');
    }
  },
);

it('[SV8][SV3] what one user may send is counted over both processes', async () => {
  const [customer, provider] = [await person('customer', server.url), await person('provider', server.url)];
  const chatId = await openChat(server.url, customer, provider);
  const [one, other] = await onBoth(customer.token, ['websocket']);
  for (const socket of [one, other]) await call(socket, 'join_chat', { chatId });
  const answers: boolean[] = [];
  for (let n = 0; n < 32; n += 1)
    answers.push((await call(n % 2 === 0 ? one : other, 'send_message', { chatId, message: `m${n}` })).ok);
  expect(answers.filter(Boolean)).toHaveLength(30);
});

it('[SV8] a process that is killed is started again: its clients come back, and hear the other one again', async () => {
  const [customer, provider] = [await person('customer', server.url), await person('provider', server.url)];
  const chatId = await openChat(server.url, customer, provider);
  const [one] = await onBoth(customer.token, ['websocket']);
  const [, lost] = await onBoth(provider.token, ['websocket']);
  for (const socket of [one, lost]) expect(await call(socket, 'join_chat', { chatId })).toMatchObject({ ok: true });
  const before = childrenOf(server.pid);
  expect(before).toHaveLength(2);
  // Node tells the processes of a cluster apart by this variable.
  const victim = before.find((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes('NODE_UNIQUE_ID=2\0'));
  if (victim === undefined) throw new Error('there is no second process');
  const dropped = new Promise((resolve) => lost.once('disconnect', resolve));
  process.kill(victim, 'SIGKILL');
  await dropped;
  // Who is in the other process notices nothing.
  expect(await call(one, 'send_message', { chatId, message: 'meanwhile' })).toMatchObject({ ok: true });
  await until(
    () => childrenOf(server.pid).length === 2 && !childrenOf(server.pid).includes(victim),
    'the process was not started again',
    30_000,
  );
  const again = await inSecond(provider.token);
  const heard: string[] = [];
  again.on('new_message', ({ message }: { message: string }) => heard.push(message));
  await call(again, 'join_chat', { chatId });
  expect(await call(one, 'send_message', { chatId, message: 'and again' })).toMatchObject({ ok: true });
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['and again']);
  expect(server.crashes).toEqual([]);
});

it('[SV8][OP3] SIGTERM to the first process drains both: clients are told, and it ends with 0', async () => {
  const customer = await person('customer', server.url);
  const both = await onBoth(customer.token, ['websocket']);
  const told = both.map((socket) => new Promise((resolve) => socket.once('server_draining', resolve)));
  const [end, ...words] = await Promise.all([server.drain(), ...told]);
  expect(words).toMatchObject([{}, {}]);
  expect(end).toBe('0');
});
