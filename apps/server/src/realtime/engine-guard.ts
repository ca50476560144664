import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Clock } from '../kernel/clock.js';
import { isAllowedOrigin, type OriginPolicy } from '../kernel/origin.js';
import { TokenBucket } from '../kernel/token-bucket.js';
import type { Rate } from '../kernel/limiter.js';

export interface EngineGuardOptions {
  readonly origins: OriginPolicy;
  readonly handshakes: Rate | null;
  readonly clock: Clock;
  /** Connections open on this node, and how many may be. */
  readonly openConnections: () => number;
  readonly maxConnections: number;
  /** Open connections from the address of a request, and how many may be. */
  readonly openFrom: (request: IncomingMessage) => number;
  readonly maxPerAddress: number;
  /** Ends the connection of an Engine.IO session. */
  readonly closeSession: (sid: string) => void;
  /** Whether clients may use long polling: many requests, which have to reach one server. */
  readonly polling: boolean;
  /** True while the node must not take new connections: it drains, or its database is away. */
  readonly isRefusing: () => boolean;
  /** Told the name of a limit that was reached. */
  readonly onLimit: (limiter: string) => void;
}

type Next = () => void;

/**
 * Stands before every handshake and every request of the transports, before any cryptography or database: only here
 * can a refusal be a plain 403 or 503, which stock clients answer by trying again.
 */
export function engineGuard(options: EngineGuardOptions) {
  const handshakes = new TokenBucket(options.handshakes, options.clock.now());
  return (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    if (!isAllowedOrigin(request.headers.origin, request.headers.host, options.origins)) {
      refuse(request, response, 403);
      return;
    }
    // Engine.IO itself would answer 500.
    if (request.method !== 'GET' && request.method !== 'POST') {
      refuse(request, response, 405);
      return;
    }
    // Requests of an open session carry its sid: they are not new.
    const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
    if (!options.polling && query.get('transport') === 'polling') {
      options.onLimit('polling');
      refusePolling(response);
      return;
    }
    const sid = query.get('sid');
    const isNew = sid === null;
    if (isNew && options.openFrom(request) >= options.maxPerAddress) {
      options.onLimit('connections_per_address');
      refuse(request, response, 429);
      return;
    }
    const full = isNew ? whyToWait(options, handshakes) : null;
    if (full !== null) {
      options.onLimit(full);
      refuse(request, response, 503);
      return;
    }
    if (sid !== null && request.method === 'POST') {
      // Engine.IO refuses a body that is too large and lets the session live; a frame that is too large ends one.
      response.once('finish', () => {
        if (response.statusCode !== 413) return;
        options.onLimit('frame');
        options.closeSession(sid);
      });
    }
    next();
  };
}

/** @returns the name of the limit, or null when a new connection may come in */
function whyToWait(options: EngineGuardOptions, handshakes: TokenBucket): string | null {
  if (options.isRefusing()) return 'not_ready';
  if (options.openConnections() >= options.maxConnections) return 'connections';
  return handshakes.take(options.clock.now()) > 0 ? 'handshakes' : null;
}

/** In the form of Engine.IO's own refusals, whose code 0 is a transport that is not there. */
function refusePolling(response: ServerResponse): void {
  const message =
    "This server takes WebSockets alone (SOCKET_TRANSPORTS). Connect with { transports: ['websocket'] }: long polling is refused.";
  response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ code: 0, message }));
}

/** An upgrade's response cannot write a status: the line goes to the bare socket. */
function refuse(request: IncomingMessage, response: ServerResponse, status: 403 | 405 | 429 | 503): void {
  if (request.headers.upgrade !== undefined) {
    // Node took its own listener off for the upgrade, Engine.IO has none on it yet: of a client that is gone already this
    // write fails, and an error that nobody hears ends the process.
    request.socket.on('error', () => request.socket.destroy());
    request.socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  response
    .writeHead(status, { 'Content-Length': 0, ...(status === 429 || status === 503 ? { 'Retry-After': 1 } : {}) })
    .end();
}
