import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Link } from './link.js';

let echo: Server;
let link: Link;
const clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve));
  const { port } = echo.address() as AddressInfo;
  link = await Link.open('a link', () => ({ host: '127.0.0.1', port }));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await link.close();
  echo.close();
});

interface Caller {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly closed: () => boolean;
}

function caller(): Caller {
  const socket = connect(link.port, '127.0.0.1');
  clients.push(socket);
  let text = '';
  let closed = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (closed = true));
  return { socket, heard: () => text, closed: () => closed };
}

async function greeted(): Promise<Caller> {
  const one = caller();
  one.socket.write('hello ');
  await expect.poll(one.heard).toBe('hello ');
  return one;
}

it('passes both ways, and the end of a side', async () => {
  const one = await greeted();
  one.socket.end();
  await expect.poll(one.closed).toBe(true);
  await expect.poll(() => link.open).toBe(0);
});

it('delays, in order, and counts what waited', async () => {
  const one = await greeted();
  link.set({ kind: 'delay', ms: 60 });
  const startedAt = performance.now();
  one.socket.write('a');
  one.socket.write('b');
  await expect.poll(one.heard, { interval: 5 }).toBe('hello ab');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(110);
  expect(link.counts.held).toBeGreaterThan(0);
});

it('holds everything in a blackhole, the end of a side too, and lets it go afterwards', async () => {
  const one = await greeted();
  link.set({ kind: 'blackhole' });
  one.socket.write('held');
  await expect.poll(() => link.counts.held).toBe(4);
  expect(one.heard()).toBe('hello ');
  link.set({ kind: 'pass' });
  await expect.poll(one.heard).toBe('hello held');
});

it('resets what is open and refuses what comes', async () => {
  const one = await greeted();
  link.set({ kind: 'reset' });
  await expect.poll(one.closed).toBe(true);
  const two = caller();
  await expect.poll(two.closed).toBe(true);
  expect(link.counts.reset).toBe(2);
});

it('cuts after so many bytes', async () => {
  const one = await greeted();
  link.set({ kind: 'cut', afterBytes: 4 });
  one.socket.write('12345');
  await expect.poll(one.closed).toBe(true);
  expect(link.counts.reset).toBe(1);
});

it('throttles', async () => {
  const one = await greeted();
  link.set({ kind: 'throttle', bytesPerSecond: 5000 });
  const startedAt = performance.now();
  one.socket.write('x'.repeat(500));
  await expect.poll(() => one.heard().length, { interval: 5 }).toBe(506);
  expect(performance.now() - startedAt).toBeGreaterThan(70);
});
