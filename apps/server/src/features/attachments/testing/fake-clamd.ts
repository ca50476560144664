import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A clamd that speaks INSTREAM and PING, on loopback. It finds what contains `EICAR`. */
export interface FakeClamd {
  readonly address: string;
  /** How many files it was given to the end. */
  readonly scanned: number;
  /** While true, answers wait; with a word, those for what contains it. */
  hold(on: boolean | string): void;
  /** Resolves once a file waits for its answer. */
  holding(): Promise<void>;
  close(): Promise<void>;
}

const LARGEST = 8 * 1024 * 1024;

export async function startFakeClamd(port = 0): Promise<FakeClamd> {
  let scanned = 0;
  let held: boolean | string = false;
  const waiting = new Set<() => void>();
  const watching = new Set<() => void>();
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, body: Buffer): void => {
    scanned += 1;
    socket.end(body.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
  };
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      if (received.toString() === 'zPING\0') return void socket.end('PONG\0');
      const command = 'zINSTREAM\0';
      if (received.length < command.length) return;
      if (received.subarray(0, command.length).toString() !== command) return void socket.end('UNKNOWN COMMAND\0');
      const body: Buffer[] = [];
      for (let at = command.length; at + 4 <= received.length;) {
        const length = received.readUInt32BE(at);
        if (length === 0) {
          const whole = Buffer.concat(body);
          const done = () => answer(socket, whole);
          if (held === false || (typeof held === 'string' && !whole.includes(held))) return done();
          waiting.add(done);
          for (const look of watching) look();
          return;
        }
        if (at + 4 + length > received.length) return;
        body.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
        if (at > LARGEST) return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get scanned() {
      return scanned;
    },
    hold(on) {
      held = on;
      if (on !== false) return;
      for (const done of waiting) done();
      waiting.clear();
    },
    holding: () =>
      new Promise((resolve) => {
        const look = () => {
          if (waiting.size === 0) return;
          watching.delete(look);
          resolve();
        };
        watching.add(look);
        look();
      }),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
