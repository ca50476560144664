import { type EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Server as Engine } from 'engine.io';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CoalescingWebSocket } from './coalescing-websocket.js';
import { installTransports } from './transports.js';

let http: Server;
let engine: Engine;

beforeEach(async () => {
  http = createServer().listen(0, '127.0.0.1');
  engine = new Engine();
  engine.attach(http, { path: '/socket.io/' });
  installTransports(engine, { volatileBytes: 65_536, onTooLarge: () => undefined });
  await once(http, 'listening');
});

afterEach(() => {
  engine.close();
  http.close();
});

/** What comes to a WebSocket handshake of this version of Engine.IO, piece by piece; ended by who reads it, or by the server. */
async function* upgrade(version: number): AsyncGenerator<string> {
  const { port } = http.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET /socket.io/?EIO=${version}&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  for await (const piece of socket) yield String(piece);
}

test('the answer to an upgrade and the first packet come in one piece, what follows at once', async () => {
  engine.on('connection', (socket: { send(text: string): void }) => {
    socket.send('at once');
    setImmediate(() => socket.send('in the next turn'));
  });
  const pieces: string[] = [];
  for await (const piece of upgrade(4)) {
    pieces.push(piece);
    if (piece.includes('in the next turn')) break;
  }
  expect(pieces[0]).toMatch(/^HTTP\/1\.1 101 [^]*0\{"sid":[^]*4at once$/);
});

test('who is not let in after the upgrade is told nothing more, and is not kept waiting', async () => {
  const refused = once(engine, 'connection_error');
  const pieces: string[] = [];
  for await (const piece of upgrade(3)) pieces.push(piece);
  expect(await refused).toMatchObject([{ message: 'Unsupported protocol version' }]);
  expect(pieces).toEqual([]);
});

test('who reads its packets is not told what comes on a transport that an upgrade left behind', async () => {
  const { port } = http.address() as AddressInfo;
  const open = async (query: string) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket${query}`);
    const [first] = await once(client, query === '' ? 'message' : 'open');
    return { client, first: String(first) };
  };
  const read: string[] = [];
  const upgraded = new Promise<void>((resolve) => {
    engine.on('connection', (socket: EventEmitter & { transport: unknown }) => {
      const reader = { read: (_: unknown, packet: string) => packet.startsWith('4') && read.push(packet) > 0 };
      if (socket.transport instanceof CoalescingWebSocket) socket.transport.readWith(reader, socket);
      socket.once('upgrade', () => resolve());
    });
  });
  const { client: left, first } = await open('');
  left.send('4early');
  const { sid } = JSON.parse(first.slice(1)) as { sid: string };
  const { client: next } = await open(`&sid=${sid}`);
  next.send('2probe');
  const [answer] = await once(next, 'message');
  expect(String(answer)).toBe('3probe');
  next.send('5');
  await upgraded;
  left.send('4late');
  await once(left, 'close');
  expect(read).toEqual(['4early']);
  next.terminate();
});
