import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Link } from '../faults/link.js';
import { pause, resume, until } from './processes.js';
import { SECRET } from './tokens.js';

/** From `src/cluster` and from `dist/cluster` alike. */
const SERVER = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));

/** Politeness limits are off: what is tested is not patience. What protects the server stays on. */
const POLITENESS_OFF = Object.fromEntries(
  ['SEND', 'EVENTS', 'EVENT_REFUSALS', 'TYPING', 'NEW_CHATS', 'HANDSHAKES', 'CONNECTIONS_PER_ADDRESS'].map((name) => [
    `LIMIT_${name}`,
    '0',
  ]),
);

const START_LIMIT_MS = 60_000;
const RESTART_PAUSE_MS = 300;

export interface NodeOptions {
  readonly name: string;
  /** Of PostgreSQL, and through the pooler. */
  readonly direct: string;
  readonly pooled: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build than this one, to begin with: its `main.js`. */
  readonly server?: string;
  /** Started by this instead of by itself: a program that ends in running what follows it. */
  readonly through?: readonly [string, ...string[]];
  /** Through which it hears the others; without it, it hears nothing of them. */
  readonly redis?: { readonly url: string; readonly prefix: string };
}

/** One server process, behind links of its own to its databases and to Redis. */
export class ServerNode {
  /** Everything that it wrote, over all its lives. */
  readonly output: string[] = [];
  /** Ends that nobody asked for. */
  readonly crashes: string[] = [];
  #ending = false;
  #child: ChildProcess | null = null;
  #port: number | null = null;
  #lives = 0;
  #server: string;

  private constructor(
    readonly options: NodeOptions,
    readonly direct: Link,
    readonly pooled: Link,
    readonly redis: Link | null,
  ) {
    this.#server = options.server ?? SERVER;
  }

  static async create(options: NodeOptions): Promise<ServerNode> {
    const direct = await Link.open(`${options.name}→postgresql`, () => addressOf(options.direct));
    const pooled = await Link.open(`${options.name}→pooler`, () => addressOf(options.pooled));
    const { redis } = options;
    const line = redis === undefined ? null : await Link.open(`${options.name}→Redis`, () => addressOf(redis.url));
    return new ServerNode(options, direct, pooled, line);
  }

  get name(): string {
    return this.options.name;
  }

  /** What it hangs on. */
  get links(): Link[] {
    return [this.direct, this.pooled, ...(this.redis === null ? [] : [this.redis])];
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** How often it was started. */
  get lives(): number {
    return this.#lives;
  }

  /** Where it listens; null while it does not run. */
  get address(): { readonly host: string; readonly port: number } | null {
    return this.#port === null ? null : { host: '127.0.0.1', port: this.#port };
  }

  get url(): string {
    if (this.#port === null) throw new Error(`${this.name} does not run`);
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it and waits until it listens. @throws with what it wrote when it ends instead */
  async start(): Promise<void> {
    const [program, ...args] = [...(this.options.through ?? []), process.execPath, this.#server] as const;
    const child = spawn(program ?? process.execPath, args, {
      env: {
        PATH: process.env['PATH'],
        ...POLITENESS_OFF,
        NODE_ENV: 'test',
        HOST: '127.0.0.1',
        PORT: '0',
        DEMO: '0',
        LOG_LEVEL: 'warn',
        JWT_SECRET: SECRET,
        DIRECT_URL: through(this.options.direct, this.direct),
        DATABASE_URL: through(this.options.pooled, this.pooled),
        REALTIME_POOL_SIZE: '5',
        POOLED_POOL_SIZE: '4',
        ...this.#redisEnv(),
        ...this.options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ending = false;
    this.#lives += 1;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        const part = chunk.toString();
        this.output.push(part);
        text += part;
        const port = /running at port (\d+)/.exec(text)?.[1];
        if (port === undefined || this.#child !== child) return;
        this.#port = Number(port);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code, signal) => {
        // One that never listened was refused by its databases, and says so.
        if (!this.#ending && this.#port !== null && this.#child === child)
          this.crashes.push(`${signal ?? code}: ${text.slice(-2000)}`);
        if (this.#child === child) this.#port = null;
        reject(new Error(`${this.name} ended with ${signal ?? code}:\n${text}`));
      });
    });
  }

  /** Starts it as a supervisor does: again and again while its databases refuse it. @throws after a minute */
  async startAgain(): Promise<void> {
    for (const end = performance.now() + START_LIMIT_MS; ; await wait(RESTART_PAUSE_MS)) {
      try {
        return await this.start();
      } catch (error) {
        if (performance.now() > end) throw error;
      }
    }
  }

  /** kill -9. @returns proof: how it ended */
  async kill(): Promise<string> {
    const { pid } = this;
    const ended = this.#ended();
    this.#child?.kill('SIGKILL');
    const signal = await ended;
    if (signal !== 'SIGKILL') throw new Error(`${this.name} was to be killed and ended with ${signal}`);
    return `process ${pid} ended with ${signal}`;
  }

  /** SIGTERM, as a deploy does. @returns how it ended, which should be 0 */
  async drain(): Promise<string> {
    const ended = this.#ended();
    this.#child?.kill('SIGTERM');
    return ended;
  }

  /** From its next start on it is of this build. */
  upgrade(): void {
    this.#server = SERVER;
  }

  /** Sends it any signal. */
  tell(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Stops the process where it is. @returns how to let it go on */
  async pause(): Promise<() => void> {
    const { pid } = this;
    await pause([pid]);
    return () => resume([pid]);
  }

  /** Waits until it says that it is ready. */
  async isReady(limitMs = 60_000): Promise<void> {
    await until(
      async () => {
        const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
        return answer?.status === 200;
      },
      `${this.name} is not ready`,
      limitMs,
    );
  }

  async stop(): Promise<void> {
    if (this.#port !== null) await this.kill();
    await Promise.all(this.links.map((link) => link.close()));
  }

  #redisEnv(): Record<string, string> {
    const { redis } = this.options;
    if (redis === undefined || this.redis === null) return {};
    return { REDIS_URL: through(redis.url, this.redis), REDIS_PREFIX: redis.prefix };
  }

  #ended(): Promise<string> {
    const child = this.#child;
    if (child === null || this.#port === null) throw new Error(`${this.name} does not run`);
    this.#ending = true;
    return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
  }
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function through(url: string, link: Link): string {
  const other = new URL(url);
  other.port = String(link.port);
  return other.href;
}
