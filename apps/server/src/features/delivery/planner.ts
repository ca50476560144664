import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { JOBS, type Jobs } from '../jobs/jobs.api.js';
import { NOTIFICATIONS, type Notifications } from '../notifications/notifications.api.js';
import { readQueue } from './delivery.queries.js';
import { writePlan } from './delivery.repository.js';
import { DUE } from './delivery-tasks.js';
import { Planning } from './planning.js';

/** Rows of one plan. */
const BATCH = 200;
/** When nothing is told: what another server wrote is found so. */
const POLL_MS = 1000;
/** After a failure; after a plan that another server was faster with. */
const RETRY_MS = 2000;

/** Decides about what is queued: at once when this server raised it, else within a second. */
@Injectable()
export class Planner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | null = null;
  #woken = false;
  #stopped = true;
  #cancel: () => void = () => undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Planning) private readonly planning: Planning,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.jobs.runsHere(DUE)) return;
    this.#stopped = false;
    this.notifications.announced.subscribe(() => this.#wake());
    this.#wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  #wake(): void {
    this.#woken = true;
    if (this.#stopped || this.#running !== null) return;
    this.#cancel();
    this.#running = this.#run().finally(() => {
      this.#running = null;
    });
  }

  async #run(): Promise<void> {
    let pause = POLL_MS;
    try {
      while (this.#woken && !this.#stopped) {
        this.#woken = false;
        const found = await this.round();
        if (found === BATCH) this.#woken = true;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'planning deliveries failed, and is tried again');
      pause = RETRY_MS;
    }
    if (!this.#stopped) this.#cancel = this.clock.after(pause, () => this.#wake());
  }

  /** Decides about what is queued, a batch of it. @returns how many rows there were */
  async round(): Promise<number> {
    const rows = await readQueue(this.database, BATCH);
    if (rows.length === 0) return 0;
    const ids = [...new Set(rows.map(({ notification_id }) => notification_id))];
    const steps = await this.planning.plan(ids);
    await writePlan(this.database, { ...steps, queued: rows.map(({ id }) => id) });
    return rows.length;
  }
}
