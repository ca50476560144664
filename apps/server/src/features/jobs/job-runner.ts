import { EventEmitter } from 'node:events';
import {
  Logger as LibraryLogger,
  run,
  runMigrations,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { Pool } from 'pg';
import type { Database } from '../../database/database.js';
import { adviceOnRights, DatabaseStartError, WHO_AND_WHERE, type WhoAndWhere } from '../../database/start-error.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { Metrics } from '../../kernel/metrics.js';
import { TryLater } from './jobs.api.js';
import { JOBS_SCHEMA, POSTPONE_JOB } from './jobs.queries.js';
import { patientPool } from './patient-pool.js';
import { WorkerLease } from './worker-lease.js';

/** Jobs that one server does at the same time. */
const CONCURRENCY = 4;
/** Connections: one listens, the others are borrowed for a statement. */
const CONNECTIONS = 3;
/** The library's statements take milliseconds; what the network has swallowed is not answered in a quarter of an hour. */
const ANSWER_MS = 10_000;
/** A job that is due later, or was left by somebody, is found so; a new one is told of at once. */
const POLL_MS = 2000;
/** Running jobs are told to end after the first time, and left behind after the second: they will be tried again. */
const ABORT_AFTER_MS = 5000;
const LEAVE_AFTER_MS = 10_000;
/** How often, and how many times, a failed job is looked for that has to wait. */
const POSTPONE_MS = 50;
const POSTPONE_TRIES = 100;

export interface JobRunnerPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Brings the library's tables to its version; servers that start together wait for each other.
 * @throws DatabaseStartError when the role has no right to, or what `pg` throws when the database cannot be reached
 */
export async function prepareJobs({ database, logger }: Pick<JobRunnerPorts, 'database' | 'logger'>): Promise<void> {
  const pool = database.realtime.openPool('jobs', 1, null);
  try {
    await runMigrations({ pgPool: pool, schema: JOBS_SCHEMA, logger: libraryLogger(logger) });
  } catch (error) {
    const [at] = await database.realtime.query<WhoAndWhere>(WHO_AND_WHERE);
    const advice = at === undefined ? null : adviceOnRights(error, at);
    if (advice === null) throw error;
    throw new DatabaseStartError(
      `The schema ${JOBS_SCHEMA} cannot be made: ${(error as Error).message}. ${advice}`,
      error,
    );
  } finally {
    await pool.end();
  }
}

/** The library at work: its workers, its connections, and what it reports. */
export class JobRunner {
  #working = true;

  private constructor(
    private readonly ports: JobRunnerPorts,
    private readonly pool: Pool,
    private readonly runner: Runner,
    private readonly lease: WorkerLease,
  ) {}

  /**
   * Starts the workers for these tasks.
   * @throws what `pg` throws when the database cannot be reached
   */
  static async start(ports: JobRunnerPorts, taskList: TaskList): Promise<JobRunner> {
    const pool = ports.database.realtime.openPool('jobs', CONNECTIONS, ANSWER_MS);
    const events: WorkerEvents = new EventEmitter();
    let worker = '';
    events.on('pool:create', ({ workerPool }) => {
      worker = workerPool.id;
    });
    const running = new Set<string>();
    events.on('job:start', ({ job }) => running.add(job.id));
    events.on('job:complete', ({ job }) => running.delete(job.id));
    report(events, ports);
    try {
      const runner = await run({
        pgPool: patientPool(pool),
        schema: JOBS_SCHEMA,
        taskList,
        events,
        concurrency: CONCURRENCY,
        pollInterval: POLL_MS,
        gracefulShutdownAbortTimeout: ABORT_AFTER_MS,
        noHandleSignals: true,
        parsedCronItems: [],
        logger: libraryLogger(ports.logger),
      });
      // It also rejects when it is stopped by force, which is said elsewhere.
      const ended = runner.promise.catch((error: unknown) =>
        ports.logger.warn({ err: error }, 'the job workers ended'),
      );
      const lease = new WorkerLease(ports.database, ports.clock, ports.logger, worker, running);
      await lease.begin();
      const started = new JobRunner(ports, pool, runner, lease);
      void ended.then(() => (started.#working = false));
      return started;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  get isWorking(): boolean {
    return this.#working;
  }

  /** Takes no new job, and waits for those that run; not for ever. */
  async stop(): Promise<void> {
    const { clock, logger } = this.ports;
    this.#working = false;
    const stopped = this.runner.stop();
    const patience = new Promise<'late'>((resolve) => {
      clock.after(LEAVE_AFTER_MS, () => resolve('late'));
    });
    if ((await Promise.race([stopped, patience])) === 'late') {
      logger.warn({}, 'a job does not end; it will be tried again');
      stopped.catch((error: unknown) => logger.warn({ err: error }, 'a job ended after the server had left it'));
      await this.lease.giveUp();
    }
    await this.lease.end();
    await this.pool.end();
  }
}

function report(events: WorkerEvents, { database, clock, logger, metrics }: JobRunnerPorts): void {
  const count = (task: string, result: 'done' | 'failed' | 'dead') =>
    metrics.count('chat_jobs_total', { task, result });
  events.on('job:success', ({ job }) => count(job.task_identifier, 'done'));
  events.on('job:error', ({ job, error }) => {
    const { id, task_identifier: task, attempts, max_attempts: most } = job;
    const dead = attempts >= most;
    count(task, dead ? 'dead' : 'failed');
    const fields = { job: id, task, attempts, err: error };
    if (dead) logger.error(fields, 'a job failed for good, and waits for somebody to decide');
    else logger.warn(fields, 'a job failed, and is tried again');
  });
  events.on('job:complete', ({ job, error }) => {
    if (error instanceof TryLater) postpone(job.id, error.at.getTime() - clock.now(), POSTPONE_TRIES);
  });

  // The library takes a failed job back on its own time; before that it cannot be changed. A crash meanwhile costs
  // nothing: the job comes sooner than was asked for.
  function postpone(job: string, ms: number, tries: number): void {
    database.realtime.query<{ running: boolean }>(POSTPONE_JOB, [job, ms]).then(
      ([found]) => {
        if (found?.running === true && tries > 0) clock.after(POSTPONE_MS, () => postpone(job, ms, tries - 1));
      },
      (reason: unknown) => logger.warn({ err: reason, job }, 'a job could not be put off'),
    );
  }
}

/** What the library says by itself is for finding its faults; failed jobs are reported from its events. */
function libraryLogger(logger: Logger): LibraryLogger {
  return new LibraryLogger(({ label }) => (level, message) => {
    const said = `job library${label === undefined ? '' : ` (${label})`}: ${message}`;
    if (level === 'error') logger.warn({}, said);
    else logger.debug({}, said);
  });
}
