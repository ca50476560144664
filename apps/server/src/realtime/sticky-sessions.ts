import { createServer, type IncomingMessage, request as ask, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** The processes that share this server's port. */
export interface Siblings {
  /** This one's number. */
  readonly index: number;
  /** The Unix socket on which a process takes what belongs to it; in a folder that only we can enter. */
  socketOf(index: number): string;
}

/** The part of Engine.IO that we reach through; its types leave some of it out. */
interface Engine {
  generateId(request: IncomingMessage): string | PromiseLike<string>;
  handleRequest(request: IncomingMessage, response: ServerResponse): unknown;
  handleUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): unknown;
}

/** As Engine.IO answers for a session that it does not know: clients begin a new one. */
const UNKNOWN_SESSION = '{"code":1,"message":"Session ID unknown"}';

/**
 * Requests of one session have to reach the process that holds it, and the port gives each to any: so a session's id names
 * its process, and another one that gets a request of it passes it on. That is polling, and the upgrade from polling;
 * clients that begin with WebSocket are never passed on.
 */
export class StickySessions {
  readonly #passedOn: Server = createServer();

  /** @param http whose requests and upgrades `engine` handles */
  constructor(
    http: Server,
    engine: object,
    private readonly siblings: Siblings,
  ) {
    const own = engine as Engine;
    const { index } = siblings;
    const [generateId, handleRequest, handleUpgrade] = [
      own.generateId.bind(own),
      own.handleRequest.bind(own),
      own.handleUpgrade.bind(own),
    ];
    own.generateId = async (request) => `${index}.${await generateId(request)}`;
    own.handleRequest = (request, response) => {
      const holder = holderOf(request);
      return holder === null || holder === index
        ? handleRequest(request, response)
        : this.#passRequest(holder, request, response);
    };
    own.handleUpgrade = (request, socket, head) => {
      const holder = holderOf(request);
      return holder === null || holder === index
        ? handleUpgrade(request, socket, head)
        : this.#passUpgrade(holder, request, socket, head);
    };
    this.#passedOn.on('request', (request, response) => http.emit('request', request, response));
    this.#passedOn.on('upgrade', (request, socket, head) => http.emit('upgrade', request, socket, head));
    this.#passedOn.listen(siblings.socketOf(index));
  }

  close(): void {
    this.#passedOn.close();
    this.#passedOn.closeAllConnections();
  }

  #passRequest(to: number, request: IncomingMessage, response: ServerResponse): void {
    const { method, url } = request;
    const socketPath = this.siblings.socketOf(to);
    const headers = { ...request.headers, connection: 'close' };
    // A connection for each: one that is kept may be closed by the other side just as it is taken again.
    const passed = ask({ socketPath, agent: false, method, path: url, headers }, (answer) => {
      // How the two processes keep their connection is nothing to the client.
      const { connection, 'keep-alive': kept, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, rest);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    passed.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(400, { 'Content-Type': 'application/json' }).end(UNKNOWN_SESSION);
    });
    response.on('close', () => {
      if (!response.writableFinished) passed.destroy();
    });
    // A body of a known length ends by itself: the end of the stream would be written to a process that may have answered and
    // closed already, and the answer would be lost to that failed write.
    request.pipe(passed, { end: request.headers['content-length'] === undefined });
  }

  #passUpgrade(to: number, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const passed = connect(this.siblings.socketOf(to));
    const { method, url, httpVersion, rawHeaders } = request;
    const lines = [`${method} ${url} HTTP/${httpVersion}`];
    for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
    passed.write(`${lines.join('\r\n')}\r\n\r\n`);
    passed.write(head);
    // Whichever ends, by itself or broken, the other one does too.
    pipeline(socket, passed, socket, () => undefined);
  }
}

/** The process that holds the session of a request; null for a new session, and for an id that is none of ours. */
function holderOf(request: IncomingMessage): number | null {
  const sid = new URLSearchParams(request.url?.split('?')[1] ?? '').get('sid');
  const holder = /^(\d{1,3})\./.exec(sid ?? '')?.[1];
  return holder === undefined ? null : Number(holder);
}
