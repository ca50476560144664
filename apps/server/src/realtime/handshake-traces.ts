import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatSocket } from './chat-socket.js';

/** What a handshake leaves in an idle connection; the types of Engine.IO and Socket.IO have it always there. */
interface Traces {
  readonly conn: { request: IncomingMessage | undefined };
  handshake: object;
}

/** The answer to an upgrade is Engine.IO's own, and lives as long as the TCP connection does. */
const answers = new WeakMap<IncomingMessage, { req?: IncomingMessage | undefined }>();
const FORGOTTEN = Object.freeze({ headers: {}, query: {}, auth: {} });

/** Call it as the request comes. */
export function rememberAnswer(request: IncomingMessage, response: ServerResponse): void {
  answers.set(request, response);
}

/**
 * Who is in needs neither the request nor the token that it came with, a third of what an idle connection takes: read
 * them before. Engine.IO keeps the request in three places, Socket.IO what it read from it.
 */
export function forgetHandshake(socket: ChatSocket): void {
  const { request } = socket;
  const traces = socket as unknown as Traces;
  const answer = answers.get(request);
  // Polling answers are stock ones, which Node ends with their request.
  if (answer !== undefined && socket.conn.transport.name === 'websocket') answer.req = undefined;
  traces.conn.request = undefined;
  traces.handshake = FORGOTTEN;
}
