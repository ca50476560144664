import { io, type Socket } from 'socket.io-client';
import { type Config } from '../config/config.js';
import { readConfig } from '../config/read-config.js';
import { createServer, type RunningServer, type Seams } from '../create-server.js';
import { createTestDatabase } from '../database/testing/test-database.js';
import { silentLogger } from '../ops/pino-logger.js';
import { hostToken, TEST_SECRET } from './host-token.js';

export type TestRole = 'customer' | 'provider' | 'lsm' | 'admin';

export interface TestUser {
  readonly id: number;
  readonly role: TestRole;
  readonly token: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Answers of the wire: tests look into them as a client does.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A whole server on a database of its own, for tests over both doors. */
export interface TestServer extends RunningServer {
  /** What another process of this installation is told of the database and the secret. */
  readonly env: Readonly<Record<string, string>>;
  /** A user as a host platform makes one: by a token that it signed. */
  user(role: TestRole, claims?: { id?: number; name?: string; region?: string; email?: string }): Promise<TestUser>;
  /** A chat between two users. */
  chat(customer: TestUser, provider: TestUser, jobId?: string): Promise<string>;
  /** A connected socket; `events` collects whatever arrives from the first moment. */
  socket(token: string, options?: { transports?: string[] }): Promise<TestSocket>;
  rest(token: string | null, method: string, path: string, body?: unknown): Promise<RestAnswer>;
}

export interface TestSocket {
  readonly socket: Socket;
  readonly events: readonly { readonly name: string; readonly payload: unknown }[];
  // oxlint-disable-next-line typescript/no-explicit-any
  call(event: string, payload?: unknown): Promise<any>;
  /** Waits until an event of this name that fits has arrived (also in the past); 5 s at most. */
  // oxlint-disable-next-line typescript/no-explicit-any
  event(name: string, fits?: (payload: any) => boolean): Promise<any>;
  // oxlint-disable-next-line typescript/no-explicit-any
  all(name: string): any[];
  close(): void;
}

let users = 1000;
let jobs = 0;

/**
 * Starts a server with the politeness limits off, unless `env` sets them, and without looking at whether the event loop is
 * late: that is the test's, too, and the runner's.
 * @param env environment variables on top of the defaults for tests
 */
export async function startTestServer(env: Record<string, string> = {}, seams: Seams = {}): Promise<TestServer> {
  const { url, pooledUrl, drop } = env['DATABASE_URL'] === undefined ? await createTestDatabase() : sharedDatabase(env);
  const shared = {
    DATABASE_URL: pooledUrl,
    ...(pooledUrl === url ? {} : { DIRECT_URL: url }),
    JWT_SECRET: TEST_SECRET,
  };
  const config: Config = readConfig({
    PORT: '0',
    ...shared,
    LOG_LEVEL: 'silent',
    DEMO: '0',
    ...Object.fromEntries(
      [
        ...['SEND', 'EVENTS', 'TYPING', 'NEW_CHATS', 'SEARCH', 'DISPUTES', 'EVIDENCE', 'EXPORT', 'HANDSHAKES'],
        'LOOP_LAG',
      ].map((name) => [`LIMIT_${name}`, '0']),
    ),
    ...env,
  });
  const server = await createServer(config, { logger: silentLogger, ...seams });
  const sockets = new Set<Socket>();
  const rest = (token: string | null, method: string, path: string, body?: unknown) =>
    call(server.url, token, method, path, body);
  return {
    ...server,
    env: { ...shared, ...env },
    rest,
    async user(role, claims = {}) {
      const id = claims.id ?? users++;
      const token = await hostToken({ sub: id, role, name: `${role} ${id}`, ...claims });
      const me = await rest(token, 'GET', '/api/auth/me');
      if (me.status !== 200) throw new Error(`The test user was refused: ${JSON.stringify(me.body)}`);
      return { id, role, token };
    },
    async chat(customer, provider, jobId = `job-${++jobs}`) {
      const answer = await rest(customer.token, 'POST', '/api/chat', {
        job_id: jobId,
        subject: `Subject of ${jobId}`,
        provider_id: provider.id,
      });
      if (answer.status > 201) throw new Error(`The test chat was refused: ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    async socket(token, options) {
      const opened = await openSocket(server.url, token, options);
      sockets.add(opened.socket);
      return opened;
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await server.close();
      await drop();
    },
  };
}

/** A database that a test made for several servers, and drops. */
function sharedDatabase(env: Record<string, string>) {
  const pooledUrl = env['DATABASE_URL'] ?? '';
  return { url: env['DIRECT_URL'] ?? pooledUrl, pooledUrl, drop: () => Promise.resolve() };
}

async function call(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<RestAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

async function openSocket(url: string, token: string, options: { transports?: string[] } = {}): Promise<TestSocket> {
  const socket = io(`${url}/chat`, {
    auth: { token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...options,
  });
  const events: { name: string; payload: unknown }[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((name: string, payload: unknown) => {
    events.push({ name, payload });
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    events,
    call: (event, payload) => socket.timeout(5000).emitWithAck(event, payload),
    all: (name) => events.filter((event) => event.name === name).map((event) => event.payload),
    close: () => void socket.disconnect(),
    event: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find((event) => event.name === name && fits(event.payload));
          if (found === undefined) return;
          finish();
          resolve(found.payload);
        };
        const timer = setTimeout(() => {
          finish();
          reject(new Error(`No ${name} that fits within 5 s; there came ${JSON.stringify(events.map((e) => e.name))}`));
        }, 5000);
        const finish = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
