import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgres } from '@stm-chat/server/embedded-postgres';
import { type PgBouncer, startPgBouncer } from '@stm-chat/server/testing/pgbouncer';
import { type RedisServer, startRedis } from '@stm-chat/server/testing/redis-server';
import { Client } from 'pg';
import { familyOf, pause, resume, until } from './processes.js';

export interface GroundOptions {
  /** Put PgBouncer, with a pool of two, before PostgreSQL where it is installed. */
  readonly pooler: boolean;
  /** Let the servers hear each other through Redis where it is installed; without it each hears nothing of the others. */
  readonly redis?: boolean;
  /** Where PostgreSQL keeps its data, which its account can reach; left out: a folder of its own. */
  readonly folder?: string;
}

const REDIS = '/usr/bin/redis-server';
const PGBOUNCER = '/usr/sbin/pgbouncer';
const quiet = (): void => undefined;

/** What all nodes stand on: PostgreSQL as the server itself starts it, durable and with checksums, a pooler and Redis. */
export class Ground {
  #databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    readonly pooler: PgBouncer | null,
    readonly redis: RedisServer | null,
  ) {}

  static async start({ pooler, redis = false, folder: given }: GroundOptions): Promise<Ground> {
    const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'stm-chat-chaos-')));
    const postgres = await EmbeddedPostgres.start({
      dataDir: folder,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      settings: { max_connections: '150', shared_buffers: '64MB' },
    });
    const bouncer = pooler && existsSync(PGBOUNCER) ? await startPgBouncer(postgres.url) : null;
    return new Ground(folder, postgres, bouncer, redis && existsSync(REDIS) ? await startRedis() : null);
  }

  get url(): string {
    return this.postgres.url;
  }

  /** Where PostgreSQL's data really is. */
  get dataFolder(): string {
    return this.postgres.folder;
  }

  get pid(): number {
    return this.postgres.pid;
  }

  /** A fresh, empty database. @param template an existing one that it is a copy of */
  async createDatabase(template?: string): Promise<string> {
    const name = `chaos_${++this.#databases}`;
    await query(this.url, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** kill -9 of PostgreSQL; it is started again by whoever started it. @returns proof that it is another process now */
  async kill(): Promise<string> {
    const before = this.pid;
    process.kill(before, 'SIGKILL');
    await until(() => this.pid !== before, 'PostgreSQL was not started again', 60_000);
    await this.isUp();
    return `process ${before} was killed, ${this.pid} follows`;
  }

  /** Stops every process of PostgreSQL. @returns how to let them go on */
  async pause(): Promise<() => void> {
    const pids = familyOf(this.pid);
    await pause(pids);
    return () => resume(pids);
  }

  /** Waits until it answers. */
  async isUp(): Promise<void> {
    await until(
      () =>
        query(this.url, 'select 1').then(
          () => true,
          () => false,
        ),
      'PostgreSQL does not answer',
      60_000,
    );
  }

  async stop(): Promise<void> {
    await this.pooler?.close();
    await this.redis?.close();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs one statement on a connection of its own. */
export async function query<R extends object>(url: string, text: string, values: unknown[] = []): Promise<R[]> {
  const client = new Client({ connectionString: url });
  client.on('error', quiet);
  await client.connect();
  try {
    const { rows } = await client.query<R>(text, values);
    return rows;
  } finally {
    await client.end();
  }
}
