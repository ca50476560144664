import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../kernel/logger.js';
import { findBinaries } from './embedded/binaries.js';
import { DATABASE_USER, ensureCluster } from './embedded/cluster.js';
import { ensureRunning, type Ground, type Running } from './embedded/ensure-running.js';
import { locate } from './embedded/locations.js';
import { endPostmaster, hasCluster } from './embedded/postmaster.js';
import { Tenancy } from './embedded/tenancy.js';

export interface EmbeddedOptions {
  /** The server's DATA_DIR. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** Told before the first start, which takes a second or two. */
  readonly onFirstStart?: (folder: string) => void;
  /** Settings of postgresql.conf that differ from ours; for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const DATABASE_NAME = 'stm_chat';
const RESTART_PAUSE_MS = 500;

/**
 * The built-in PostgreSQL: the real one, from an npm package, as a child with its data under DATA_DIR.
 *
 * What it takes care of: it runs as root too, which PostgreSQL itself refuses (`account.ts`, `locations.ts`); it needs
 * no fixed port; a first start that is killed at any moment is repeated (`cluster.ts`). When the server is killed,
 * PostgreSQL goes on, and the next start takes it over (`ensure-running.ts`). When PostgreSQL is killed, it is started
 * again on the same port while the server runs. Two servers on one DATA_DIR share one PostgreSQL, which ends with the
 * last of them (`tenancy.ts`).
 */
export class EmbeddedPostgres {
  readonly #ground: Ground;
  #running: Running;
  #tenancy: Tenancy | null = null;
  #restarting: Promise<void> | null = null;
  #stopping = false;

  private constructor(ground: Ground, running: Running) {
    this.#ground = ground;
    this.#running = running;
  }

  /** @throws with the last lines of PostgreSQL's log when it cannot be started */
  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const at = locate(options.dataDir);
    const binaries = await findBinaries(at.account, at.shelf);
    if (!hasCluster(at.cluster)) options.onFirstStart?.(at.base);
    const password = await ensureCluster(at, binaries);
    const ground: Ground = { at, binaries, password, settings: options.settings ?? {}, logger: options.logger };
    for (let attempt = 1; ; attempt += 1) {
      const embedded = new EmbeddedPostgres(ground, await ensureRunning(ground, null));
      try {
        await embedded.#moveIn();
        return embedded;
      } catch (error) {
        // Another server was just leaving, and ended it under us.
        if (attempt === 5) throw error;
      }
    }
  }

  get url(): string {
    return `postgresql://${DATABASE_USER}:${this.#ground.password}@127.0.0.1:${this.#running.port}/${DATABASE_NAME}`;
  }

  /** Where the data is; not under DATA_DIR when PostgreSQL's account cannot reach that. */
  get folder(): string {
    return this.#ground.at.base;
  }

  /** Whether it was running already when we came. */
  get adopted(): boolean {
    return this.#running.adopted;
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** Leaves PostgreSQL, and ends it when no other server uses it. Close the pools first. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restarting;
    const last = (await this.#tenancy?.end()) ?? false;
    if (last) await endPostmaster(this.#running.pid, this.#ground.at.cluster);
  }

  async #moveIn(): Promise<void> {
    const tenancy = await Tenancy.begin(this.#running.port, this.#ground.password, () => {
      this.#tenancy = null;
      if (!this.#stopping) this.#restarting ??= this.#restart();
    });
    await tenancy.ensureDatabase(DATABASE_NAME);
    this.#tenancy = tenancy;
  }

  /** The pools know one port, so it stays; they find PostgreSQL again by themselves. Never throws. */
  async #restart(): Promise<void> {
    const { logger } = this.#ground;
    logger.error({ pid: this.#running.pid }, 'PostgreSQL went away; starting it again');
    while (!this.#stopping && this.#tenancy === null) {
      try {
        this.#running = await ensureRunning(this.#ground, this.#running.port);
        await this.#moveIn();
        logger.info({ pid: this.#running.pid }, 'PostgreSQL is back');
      } catch (error) {
        logger.error(
          { reason: error instanceof Error ? error.message : String(error) },
          'PostgreSQL cannot be started',
        );
        await wait(RESTART_PAUSE_MS);
      }
    }
    this.#restarting = null;
  }
}
