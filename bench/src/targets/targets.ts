import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchDatabase, seedChats, seedPlain } from './bench-database.js';
import { SECRET, startChild, type Target } from './target.js';

const SERVER = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));

/** The politeness limits are off, so that the load is not refused; what protects the server stays on. */
const POLITENESS_OFF = Object.fromEntries(
  [
    'SEND',
    'EVENTS',
    'EVENT_REFUSALS',
    'TYPING',
    'NEW_CHATS',
    'SEARCH',
    'HANDSHAKES',
    'CONNECTIONS_PER_ADDRESS',
    'CONNECTIONS_PER_USER',
  ].map((name) => [`LIMIT_${name}`, '0']),
);

export async function startRelay(env: Record<string, string> = {}): Promise<Target> {
  const { child, port, stop } = await startChild('./relay-server.js', env);
  return {
    name: 'relay',
    title: 'bare Socket.IO relay, no database',
    url: url(port),
    pid: child.pid ?? 0,
    databasePid: null,
    database: null,
    stop,
  };
}

export async function startPlain(database: BenchDatabase, pairs: number): Promise<Target> {
  const address = await database.create('plain');
  await seedPlain(address, pairs);
  const { child, port, stop } = await startChild('./plain-server.js', { DATABASE_URL: address });
  return {
    name: 'plain',
    title: 'the guide’s design, done plainly',
    url: url(port),
    pid: child.pid ?? 0,
    databasePid: database.pid,
    database: null,
    stop,
  };
}

export interface OursTarget extends Target {
  readonly database: string;
  /** Sends SIGTERM. @returns how it ended, and in how many milliseconds */
  drain(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

/** This server, built, as `npm start` runs it; with BENCH_PROFILE=folder it leaves a CPU profile there. @param pairs users and chats made for it; @param name of its database */
export async function startOurs(
  database: BenchDatabase,
  pairs: number,
  name = 'ours',
  env: Record<string, string> = {},
): Promise<OursTarget> {
  const address = await database.create(name);
  const target = await startOursOn(database, address, env);
  await seedChats(address, pairs);
  return target;
}

/** One more of this server, on a database that is there. */
export async function startOursOn(
  database: BenchDatabase,
  address: string,
  env: Record<string, string>,
): Promise<OursTarget> {
  const profile = process.env['BENCH_PROFILE'];
  const child = spawn(
    process.execPath,
    [...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]), SERVER],
    {
      env: {
        ...process.env,
        ...POLITENESS_OFF,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'error',
        DATABASE_URL: address,
        JWT_SECRET: SECRET,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  started.add(child);
  child.once('exit', () => started.delete(child));
  const port = await new Promise<number>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /running at port (\d+)/.exec(text)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${text}`)));
  });
  return {
    name: 'stm-chat',
    title: 'STM Chat',
    url: url(port),
    pid: child.pid ?? 0,
    databasePid: database.pid,
    database: address,
    async drain() {
      const began = performance.now();
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return { code: await ended, ms: performance.now() - began };
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(profile === undefined ? 'SIGKILL' : 'SIGTERM');
      await ended;
    },
  };
}

/** None outlives the run, however that ends. */
const started = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

const url = (port: number): string => `http://127.0.0.1:${port}`;
