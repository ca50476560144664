import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type Logger, LOGGER } from '../../kernel/logger.js';
import { type Metrics, METRICS } from '../../kernel/metrics.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { countAgain, readDrift } from './unread-recount.queries.js';

const RECOUNT: JobTask<Record<string, never>> = { name: 'unread_recount' };
const EVERY_MS = 10 * 60_000;
/** Of one run, taken from anywhere. */
const CHATS = 100;

/**
 * Counts what is unread in some chats the slow way, now and then, and compares it with what everybody is shown. They
 * never differ; should they, it is seen (`chat_unread_drift_total`, the log), and these chats are counted the slow way
 * from then on, so that what is shown is right again.
 */
@Injectable()
export class UnreadRecount implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    jobs.handle(RECOUNT, async () => {
      try {
        await this.run(CHATS);
      } finally {
        await this.#later();
      }
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#later();
  }

  /** One run. @returns how many members' counts were wrong */
  async run(chats: number): Promise<number> {
    const drift = await readDrift(this.database, chats);
    if (drift.length === 0) return 0;
    this.metrics.count('chat_unread_drift_total', {}, drift.length);
    this.logger.error({ drift: drift.slice(0, 20) }, 'what is unread was counted wrong, and is counted again');
    await countAgain(this.database, [...new Set(drift.map(({ chatId }) => chatId))]);
    return drift.length;
  }

  /** Of all servers one at a time: there is one job of this key. */
  #later(): Promise<void> {
    return this.jobs.add(RECOUNT, {}, { key: RECOUNT.name, at: new Date(this.clock.now() + EVERY_MS) });
  }
}
