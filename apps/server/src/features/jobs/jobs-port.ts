import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { TaskList } from 'graphile-worker';
import type { JobsConfig } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { JobRunner, prepareJobs } from './job-runner.js';
import type { DeadJob, JobHandler, JobOptions, Jobs, JobTask, WaitingJobs } from './jobs.api.js';
import { ADD_JOB, COUNT_WAITING, DISCARD_DEAD, LIST_DEAD, REVIVE_DEAD } from './jobs.queries.js';

/** The feature as others see it: `jobs.api.ts`. */
@Injectable()
export class JobsPort implements Jobs, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #tasks: TaskList = {};
  #runner: JobRunner | null = null;
  #started = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: { readonly jobs: Pick<JobsConfig, 'besideConnections' | 'apart'> },
  ) {}

  handle<Payload extends object>(task: JobTask<Payload>, handler: JobHandler<Payload>): void {
    const { name } = task;
    if (this.#started) throw new Error(`the task ${name} comes after the workers were started`);
    if (this.#tasks[name] !== undefined) throw new Error(`two handlers for the task ${name}`);
    if (!this.runsHere(task)) return;
    this.#tasks[name] = async (payload: unknown, { job, abortSignal }) => {
      await handler(payload as Payload, { id: Number(job.id), attempt: job.attempts, signal: abortSignal });
    };
  }

  async add<Payload extends object>(task: JobTask<Payload>, payload: Payload, options: JobOptions = {}): Promise<void> {
    await this.database.realtime.query(ADD_JOB, [
      task.name,
      JSON.stringify(payload),
      options.at ?? null,
      options.key ?? null,
      options.queue ?? null,
      task.attempts ?? null,
    ]);
  }

  runsHere({ apart }: Pick<JobTask<object>, 'apart'>): boolean {
    return apart === true ? this.config.jobs.apart : this.config.jobs.besideConnections;
  }

  areWorking(): boolean {
    return this.#runner?.isWorking === true;
  }

  listDead(most: number): Promise<DeadJob[]> {
    return this.database.realtime.query<DeadJob>(LIST_DEAD, [most]);
  }

  countWaiting(): Promise<WaitingJobs[]> {
    return this.database.realtime.query<WaitingJobs>(COUNT_WAITING, []);
  }

  async revive(id: number, actorId: number | null = null): Promise<boolean> {
    return (await this.database.realtime.query(REVIVE_DEAD, [id, actorId])).length > 0;
  }

  async discard(id: number, actorId: number | null = null): Promise<boolean> {
    return (await this.database.realtime.query(DISCARD_DEAD, [id, actorId])).length > 0;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#started = true;
    const { database, clock, logger, metrics } = this;
    await prepareJobs({ database, logger });
    if (Object.keys(this.#tasks).length === 0) return;
    this.#runner = await JobRunner.start({ database, clock, logger, metrics }, this.#tasks);
  }

  /** Before anything that a handler uses is shut down. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#runner?.stop();
  }
}
