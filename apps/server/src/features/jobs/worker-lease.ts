import type { Database } from '../../database/database.js';
import { connectionIsLost } from '../../database/database-errors.js';
import type { DirectConnection } from '../../database/direct-connection.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import { DISCARD_REPLACED, FIND_GONE, FIND_LOST, HOLD_LOCK, UNLOCK_GONE, UNLOCK_LOST } from './jobs.queries.js';

const LOOK_EVERY_MS = 5000;

/**
 * Shows that this server's workers are alive, and finds those that are not.
 *
 * The library locks a job for its worker for four hours, and kill -9 of a server would hold its jobs up for as long. Here
 * a worker also holds a session lock under its name. Whoever has jobs locked and holds no such lock, twice in a row, is
 * gone (a worker that only lost its connection has made a new one by then), and its jobs are given to others.
 *
 * So are jobs that are locked for this server's own worker without being run by it, twice in a row: the network lost the answer that
 * brought them, and the worker has never heard of them. A job that is done, whose end cannot be written for so long, is done again.
 */
export class WorkerLease {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #worker: string;
  #connection: DirectConnection | null = null;
  #suspects: readonly string[] = [];
  #lost: readonly string[] = [];
  #cancel: () => void = () => undefined;
  #looking: Promise<void> = Promise.resolve();
  #ended = false;

  /**
   * @param worker the name under which the library locks jobs for this server
   * @param running ids of the jobs that it runs
   */
  constructor(
    database: Database,
    clock: Clock,
    logger: Logger,
    worker: string,
    private readonly running: ReadonlySet<string>,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#logger = logger;
    this.#worker = worker;
  }

  /** @throws what `pg` throws when the database cannot be reached */
  async begin(): Promise<void> {
    await this.#look();
    this.#later();
  }

  /** The jobs that this server's workers have begun are given to others. */
  async giveUp(): Promise<void> {
    await unlock(await this.#held(), [this.#worker]);
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#cancel();
    await this.#looking;
    await this.#connection?.close();
  }

  #later(): void {
    if (this.#ended) return;
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, () => {
      this.#looking = this.#look()
        .catch((error: unknown) => this.#logger.warn({ err: error }, 'looking for workers that are gone failed'))
        .finally(() => this.#later());
    });
  }

  async #look(): Promise<void> {
    const connection = await this.#held();
    try {
      const rows = await connection.query<{ worker: string }>(FIND_GONE, [this.#worker]);
      const silent = rows.map(({ worker }) => worker);
      const gone = silent.filter((worker) => this.#suspects.includes(worker));
      if (gone.length > 0) {
        await unlock(connection, gone);
        this.#logger.warn({ workers: gone.length }, 'jobs of a server that is gone are given to others');
      }
      this.#suspects = silent.filter((worker) => !gone.includes(worker));
      await this.#lookForLost(connection);
    } catch (error) {
      if (connectionIsLost(error)) connection.drop();
      throw error;
    }
  }

  async #lookForLost(connection: DirectConnection): Promise<void> {
    const rows = await connection.query<{ id: string }>(FIND_LOST, [this.#worker, [...this.running]]);
    const found = rows.map(({ id }) => String(id));
    const lost = found.filter((id) => this.#lost.includes(id));
    if (lost.length > 0) {
      await connection.query(UNLOCK_LOST, [lost, this.#worker]);
      await connection.query(DISCARD_REPLACED, []);
      this.#logger.warn({ jobs: lost.length }, 'jobs that got lost on their way to this server are given out again');
    }
    this.#lost = found.filter((id) => !lost.includes(id));
  }

  /** A connection that holds the lock. */
  async #held(): Promise<DirectConnection> {
    if (this.#connection !== null && !this.#connection.lost) return this.#connection;
    const connection = await this.#database.realtime.connect('jobs');
    this.#connection = connection;
    try {
      await connection.query(HOLD_LOCK, [this.#worker]);
    } catch (error) {
      connection.drop();
      throw error;
    }
    return connection;
  }
}

async function unlock(connection: DirectConnection, workers: readonly string[]): Promise<void> {
  await connection.query(UNLOCK_GONE, [workers]);
  await connection.query(DISCARD_REPLACED, []);
}
