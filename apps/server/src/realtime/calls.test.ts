import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { Calls, type CallReceiver } from './calls.js';
import type { ChatSocket } from './chat-socket.js';
import { testClock, type TestClock } from '../testing/test-clock.js';

let received: unknown[];
let answers: string[];
let toSocketIo: unknown[];
let refusal: string | null;
let clock: TestClock;
let conn: EventEmitter & { write: (packet: string) => void; transport: { writable: boolean } };
let socket: { connected: boolean; conn: typeof conn; client: { ondata: (data: unknown) => void } };

const receiver: CallReceiver = {
  knows: (event) => event === 'a' || event === 'b',
  refusal: (event) => (event === 'a' ? refusal : null),
  receive: ({ event, args, acknowledge }) => {
    received.push([event, ...args]);
    acknowledge?.({ ok: true });
  },
};

beforeEach(() => {
  [received, answers, toSocketIo, refusal] = [[], [], [], null];
  conn = Object.assign(new EventEmitter(), {
    transport: { writable: true },
    write: (packet: string) => void answers.push(packet),
  });
  const client = { ondata: (data: unknown) => void toSocketIo.push(data) };
  socket = { connected: true, conn, client };
  conn.on('data', client.ondata);
  clock = testClock();
  new Calls(receiver, clock).from(socket as unknown as ChatSocket);
});

it('reads a call of a known event, and answers it by its number', () => {
  conn.emit('data', '2/chat,17["a",{"x":"]\\"["}]');
  conn.emit('data', '2/chat,["b",1,2]');
  conn.emit('data', '2/chat,0["b"]');
  expect(received).toEqual([['a', { x: ']"[' }], ['b', 1, 2], ['b']]);
  expect(answers).toEqual(['3/chat,17[{"ok":true}]', '3/chat,0[{"ok":true}]']);
  expect(toSocketIo).toEqual([]);
});

it('[GC4] answers a call for which there is no room, by its number, without reading it', () => {
  refusal = '{"ok":false}';
  conn.emit('data', '2/chat,17["a",{"x":');
  conn.emit('data', '2/chat,19["a",{}]');
  clock.advance(10);
  expect(answers).toEqual(['3/chat,17[{"ok":false}]', '3/chat,19[{"ok":false}]']);
  // Nobody would hear the refusal, or nobody does.
  conn.emit('data', '2/chat,["a",1]');
  conn.emit('data', '2/chat,18["b",2]');
  conn.transport.writable = false;
  conn.emit('data', '2/chat,20["a",3]');
  expect(received).toEqual([
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ]);
});

it('leaves everything else to Socket.IO', () => {
  const others = [
    '2/chat,17["c",{}]',
    '2/chat,17["a\\u0061",{}]',
    '2/chat,17["a",{}',
    '2/chat,17 ["a",{}]',
    '2/chat,1234567890123456["a",{}]',
    '2/chat,17{"a":["a",1]}',
    '2/chat,17',
    '2/other,17["a",{}]',
    '2["a",{}]',
    '51-/chat,17["a",{"_placeholder":true,"num":0}]',
    '0/chat,{"token":"a"}',
    '3/chat,17["a",{}]',
    '',
    Buffer.from('2/chat,17["a",{}]'),
  ];
  for (const packet of others) conn.emit('data', packet);
  expect(toSocketIo).toEqual(others);
  expect(received).toEqual([]);
});

it('reads nothing more once the socket has left the namespace', () => {
  socket.connected = false;
  conn.emit('data', '2/chat,17["a",{}]');
  expect(received).toEqual([]);
});

it('reads calls of our WebSockets before Engine.IO, but for those that put off the answer to a ping', () => {
  const calls = new Calls(receiver, clock);
  calls.from(socket as unknown as ChatSocket);
  const engine = Object.assign(conn, { readyState: 'open', pingTimeoutTimer: null as unknown });
  const read = (packet: string) => calls.read(engine as unknown as ChatSocket['conn'], packet);
  expect(read('42/chat,1["a",1]')).toBe(true);
  expect([read('3'), read('42/chat,1["c"]'), read('2/chat,1["a",2]')]).toEqual([false, false, false]);
  engine.pingTimeoutTimer = {};
  expect(read('42/chat,1["a",3]')).toBe(false);
  Object.assign(engine, { pingTimeoutTimer: null, readyState: 'closing' });
  expect(read('42/chat,1["a",4]')).toBe(false);
  expect(received).toEqual([['a', 1]]);
});
