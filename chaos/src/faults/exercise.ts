import { connect } from 'node:net';
import type { Link } from './link.js';

/** PostgreSQL's question whether it speaks TLS, then a start-up message that is long enough to be cut in. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const STARTUP = startup({ user: 'nobody', database: 'nothing', application_name: 'x'.repeat(60) });
const HTTP = Buffer.from(
  `GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Padding: ${'x'.repeat(400)}\r\n\r\n`,
);

const PING = Buffer.from('PING\r\n');
const FIRST = { http: HTTP, postgresql: SSL_REQUEST, redis: PING };

export type LinkKind = 'http' | 'postgresql' | 'redis';

/** Sends something over the link that its other side answers, and waits for the answer, the end, or `ms`. */
export function exercise(link: Link, kind: LinkKind, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(link.port, '127.0.0.1');
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(done, ms);
    socket.on('error', () => undefined);
    // Not at once: whoever asks again after a refusal would ask very often.
    socket.on('close', () => setTimeout(done, 50));
    let answers = 0;
    socket.on('data', () => {
      answers += 1;
      if (kind === 'postgresql' && answers === 1) socket.write(STARTUP);
      else done();
    });
    socket.write(FIRST[kind]);
  });
}

function startup(parameters: Record<string, string>): Buffer {
  const text = Object.entries(parameters).flatMap(([name, value]) => [name, value]);
  const body = Buffer.from(`${text.join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}
