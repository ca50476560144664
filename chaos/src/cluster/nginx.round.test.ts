import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Nginx, startNginx } from '@stm-chat/server/testing/nginx';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChat, person } from '../round/world.js';
import { Cluster } from './cluster.js';
import { Ground } from './ground.js';
import { until } from './processes.js';
import { rest } from './rest.js';
import { SECRET } from './tokens.js';

// deploy/compose.yaml without Docker: three servers, PostgreSQL, pgbouncer, redis-server, and nginx with the very file of deploy/.
const CONF = fileURLToPath(new URL('../../../deploy/nginx/stm-chat.conf', import.meta.url));
const STM_CHAT = fileURLToPath(new URL('../../../apps/server/dist/cli/stm-chat.js', import.meta.url));

let ground: Ground;
let cluster: Cluster;
let nginx: Nginx;
const sockets: Socket[] = [];

beforeAll(async () => {
  ground = await Ground.start({ pooler: true, redis: true });
  cluster = await Cluster.start(ground, { nodes: 3, env: { TRUST_PROXY: '1', SERVICE_TOKEN: SECRET } });
  nginx = await startNginx(site);
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await nginx?.close();
  await cluster?.stop();
  await ground?.stop();
});

/** The file as it is, but for where it listens and where the servers are. */
function site(port: number): string {
  const text = readFileSync(CONF, 'utf8').replace('listen 80;', `listen 127.0.0.1:${port};`);
  return cluster.nodes.reduce(
    (sum, { address }, at) => sum.replaceAll(`chat-${at + 1}:8000`, `127.0.0.1:${address?.port}`),
    text,
  );
}

async function connect(token: string, transports: string[]): Promise<Socket> {
  const socket = io(`${nginx.url}/chat`, { auth: { token }, transports, forceNew: true, reconnectionDelay: 100 });
  sockets.push(socket);
  // A server that is busy refuses for a moment, and the client tries again by itself.
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

const call = (socket: Socket, event: string, payload: object) => socket.timeout(5000).emitWithAck(event, payload);

/** How many connections each server has. */
async function connections(): Promise<number[]> {
  return Promise.all(
    cluster.running.map(async ({ url }) => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return [...metrics.matchAll(/^chat_connections\{[^}]*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
    }),
  );
}

async function stmChat(...args: string[]): Promise<{ code: number | null; said: string }> {
  const [node] = cluster.nodes;
  const child = spawn(process.execPath, [STM_CHAT, ...args], {
    env: {
      PATH: process.env['PATH'],
      JWT_SECRET: SECRET,
      SERVICE_TOKEN: SECRET,
      TRUST_PROXY: '1',
      DIRECT_URL: node?.options.direct,
      DATABASE_URL: node?.options.pooled,
      REDIS_URL: ground.redis?.url,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

describe('[SV9] three servers behind nginx', () => {
  it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
    'over %j clients are spread or stay as they have to, and hear each other in order',
    async (transports) => {
      const [customer, provider] = [await person('customer', nginx.url), await person('provider', nginx.url)];
      const chatId = await openChat(nginx.url, customer, provider);
      const writers = await Promise.all(Array.from({ length: 4 }, () => connect(customer.token, transports)));
      const reader = await connect(provider.token, transports);
      const heard: string[] = [];
      reader.on('new_message', ({ message }: { message: string }) => heard.push(message));
      for (const socket of [...writers, reader])
        expect(await call(socket, 'join_chat', { chatId })).toMatchObject({ ok: true });
      if (transports[0] === 'websocket')
        expect((await connections()).filter((count) => count > 0).length).toBeGreaterThan(1);
      const written: string[] = [];
      for (let n = 0; n < 12; n += 1) {
        const answer = await call(writers[n % 4] ?? reader, 'send_message', { chatId, message: `m${n}` });
        expect(answer).toMatchObject({ ok: true });
        written.push(`m${n}`);
      }
      await expect.poll(() => heard, { timeout: 10_000 }).toEqual(written);
      if (transports.length === 2)
        await expect.poll(() => reader.io.engine.transport.name, { timeout: 10_000 }).toBe('websocket');
      for (const socket of [...writers, reader]) socket.disconnect();
    },
  );

  it('REST goes to any of them, and the numbers of the operator to nobody', async () => {
    const customer = await person('customer', nginx.url);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => rest(nginx.url, customer.token, 'GET', '/api/chat')),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${nginx.url}/health`)).headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('[OP22] the doctor finds nothing against this deployment, its Redis and its proxy', async () => {
    const { code, said } = await stmChat('doctor', '--url', nginx.url);
    expect(said).toContain('Redis');
    expect([code, said]).toEqual([0, said]);
  });

  it('[OP23] two people of its own hear each other on two servers, through Redis', async () => {
    const [first, second] = cluster.nodes.map(({ url }) => url);
    const { code, said } = await stmChat('self-check', '--url', first ?? '', '--url', second ?? '');
    expect(said).toMatch(/^ok: acknowledged in [\d.]+ ms, heard at the other server/);
    expect(code).toBe(0);
  });

  it('[OP3] a server that drains is gone from nginx’s view: its clients come back elsewhere, requests are answered', async () => {
    const customer = await person('customer', nginx.url);
    const clients = await Promise.all(Array.from({ length: 6 }, () => connect(customer.token, ['websocket'])));
    const [node] = cluster.nodes;
    if (node === undefined) throw new Error('no server runs');
    const state = { draining: true };
    const statuses: number[] = [];
    const asking = (async () => {
      while (state.draining) statuses.push((await rest(nginx.url, customer.token, 'GET', '/api/chat')).status);
    })();
    expect(await node.drain()).toBe('0');
    await until(() => clients.every(({ connected }) => connected), 'not all clients came back', 20_000);
    state.draining = false;
    await asking;
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
