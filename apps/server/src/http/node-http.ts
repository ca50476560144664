import { IncomingMessage, type Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';

/** A request's first line and headers, from the first byte or the opening of the connection. */
const HEADERS_TIMEOUT_MS = 15_000;
/** The whole request: long enough for an upload over a slow line, and not for ever. */
const REQUEST_TIMEOUT_MS = 300_000;
const CHECK_EVERY_MS = 5_000;
/** Then the connection is closed in good order and opened anew: what one has sent ahead waits for its turn again. */
const REQUESTS_PER_CONNECTION = 1_000;

/**
 * Only a WebSocket is an upgrade. With a listener for upgrades Node takes every `Upgrade` for one and the request would
 * hang; HTTP clients of Java ask for `h2c` in their first request, and may be answered without it (RFC 9110, 7.8).
 */
class Request extends IncomingMessage {
  // Declared only: Node's constructor sets `upgrade` before a field of ours would exist.
  declare private asked: boolean | null;

  get upgrade(): boolean {
    return this.asked === true && (this.method === 'CONNECT' || /^websocket$/i.test(this.headers.upgrade ?? ''));
  }

  set upgrade(asked: boolean | null) {
    this.asked = asked;
  }
}

/** How Node itself is to treat connections that are slow, idle or greedy. */
export const nodeHttpOptions = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: {
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    IncomingMessage: Request,
  },
} satisfies FastifyHttpOptions<Server>;

/** @param maxConnections TCP connections of any kind; more are closed unheard, so that the database still gets files */
export function limitConnections(server: Server, maxConnections: number): void {
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  if (Number.isFinite(maxConnections)) server.maxConnections = maxConnections;
}
