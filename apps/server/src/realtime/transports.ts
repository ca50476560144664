import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type CoalescingOptions, CoalescingWebSocket, holdAnswer } from './coalescing-websocket.js';

/** The part of Engine.IO that makes a transport for a request; its types leave it out. */
interface MakesTransports {
  createTransport(name: string, request: unknown): object;
}

/** A polling client that does not come for the end of its connection within this time has gone; stock: 30 s. */
const POLLING_CLOSE_MS = 2_000;

/**
 * Puts our WebSocket transport in the place of Engine.IO's, and has both transports end soon.
 */
export function installTransports(engine: EventEmitter, options: CoalescingOptions): void {
  const makes = engine as unknown as MakesTransports;
  const stock = makes.createTransport.bind(engine);
  makes.createTransport = (name, request) =>
    name === 'websocket'
      ? new CoalescingWebSocket(request as ConstructorParameters<typeof CoalescingWebSocket>[0], options)
      : Object.assign(stock(name, request), { closeTimeout: POLLING_CLOSE_MS });
  engine.on('headers', (_headers: object, { headers, socket }: IncomingMessage) => {
    if (headers.upgrade !== undefined) holdAnswer(socket);
  });
}
