import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Clock } from '../kernel/clock.js';
import { isAllowedOrigin, type OriginPolicy } from '../kernel/origin.js';
import { type Arrival, WaitingLine } from './waiting-line.js';
import type { Rate } from '../kernel/limiter.js';

export interface EngineGuardOptions {
  readonly origins: OriginPolicy;
  readonly handshakes: Rate | null;
  /** How long a handshake may wait its turn, in milliseconds; null: not at all. */
  readonly handshakeWaitMs: number | null;
  readonly clock: Clock;
  /** Connections open on this node, and how many may be. */
  readonly openConnections: () => number;
  readonly maxConnections: number;
  /** The address of a client; open connections from it, and how many may be. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly openFrom: (address: string) => number;
  readonly maxPerAddress: number;
  /** Ends the connection of an Engine.IO session. */
  readonly closeSession: (sid: string) => void;
  /** Whether clients may use long polling: many requests, which have to reach one server. */
  readonly polling: boolean;
  /** True while the node must not take new connections: it drains. */
  readonly isClosed: () => boolean;
  /** True while its event loop is late: new connections wait their turn, and are refused where none may wait. */
  readonly isLate: () => boolean;
  /** Told the name of a limit that was reached. */
  readonly onLimit: (limiter: string) => void;
}

type Next = () => void;

/**
 * Stands before every handshake and every request of the transports, before any cryptography or database: only here
 * can a refusal be a plain 403 or 503, which stock clients answer by trying again.
 */
export class EngineGuard {
  readonly #line: WaitingLine;

  constructor(private readonly options: EngineGuardOptions) {
    const { handshakes: rate, handshakeWaitMs: longestWaitMs, isClosed, clock } = options;
    this.#line = new WaitingLine({ rate, longestWaitMs, isClosed, clock });
  }

  /** Handshakes that wait their turn. */
  get waiting(): number {
    return this.#line.size;
  }

  /** A middleware of the engine. */
  readonly check = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const { origins, polling, onLimit, closeSession } = this.options;
    if (!isAllowedOrigin(request.headers.origin, request.headers.host, origins)) {
      refuse(request, response, 403);
      return;
    }
    // Engine.IO itself would answer 500.
    if (request.method !== 'GET' && request.method !== 'POST') {
      refuse(request, response, 405);
      return;
    }
    const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
    if (!polling && query.get('transport') === 'polling') {
      onLimit('polling');
      refusePolling(response);
      return;
    }
    // Requests of an open session carry its sid: they are not new.
    const sid = query.get('sid');
    if (sid === null) {
      this.#admit(request, response, next);
      return;
    }
    if (request.method === 'POST') {
      // Engine.IO refuses a body that is too large and lets the session live; a frame that is too large ends one.
      response.once('finish', () => {
        if (response.statusCode !== 413) return;
        onLimit('frame');
        closeSession(sid);
      });
    }
    next();
  };

  /** Lets a new connection in, now or in its turn. */
  #admit(request: IncomingMessage, response: ServerResponse, next: Next): void {
    const { options } = this;
    const address = options.addressOf(request);
    if (options.openFrom(address) + this.#line.from(address) >= options.maxPerAddress) {
      options.onLimit('connections_per_address');
      refuse(request, response, 429, 1000);
      return;
    }
    const { socket } = request;
    const turnAway = (limiter: string): void => {
      options.onLimit(limiter);
      // Nobody can read the answer to an upgrade; socket.io-client asks again by polling, and is told then.
      const ms = request.headers.upgrade === undefined ? this.#line.promiseRoomMs() : this.#line.roomInMs();
      refuse(request, response, 503, ms);
    };
    if (options.isClosed() || (options.isLate() && !this.#line.hasPlaces)) return turnAway('not_ready');
    if (options.openConnections() + this.#line.size >= options.maxConnections) return turnAway('connections');
    const leave = (): void => this.#line.leave(arrival);
    const ended = (): void => void socket.off('close', leave).off('error', ignore);
    const arrival: Arrival = {
      address,
      enter: () => {
        ended();
        next();
      },
      turnAway: () => {
        ended();
        turnAway(options.isClosed() ? 'not_ready' : 'handshakes');
      },
    };
    // While it waits nobody else listens to the socket of an upgrade, and an error that nobody hears ends the process.
    socket.once('close', leave).on('error', ignore);
    if (this.#line.join(arrival)) return;
    ended();
    turnAway('handshakes');
  }
}

const ignore = (): void => undefined;

/** In the form of Engine.IO's own refusals, whose code 0 is a transport that is not there. */
function refusePolling(response: ServerResponse): void {
  const message =
    "This server takes WebSockets alone (SOCKET_TRANSPORTS). Connect with { transports: ['websocket'] }: long polling is refused.";
  response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ code: 0, message }));
}

/** An upgrade's response cannot write a status: the lines go to the bare socket. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: 403 | 405 | 429 | 503,
  againInMs?: number,
): void {
  const headers = {
    'Content-Length': '0',
    ...(againInMs === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(againInMs / 1000))) }),
  };
  if (request.headers.upgrade !== undefined) {
    // Node took its own listener off for the upgrade, Engine.IO has none on it yet: of a client that is gone already this
    // write fails, and an error that nobody hears ends the process.
    request.socket.on('error', () => request.socket.destroy());
    const lines = Object.entries({ Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    request.socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
    return;
  }
  response.writeHead(status, headers).end();
}
