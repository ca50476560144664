import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { knowsTypos, readProgress, rebuild } from './search.repository.js';

/** Goes up with every change of what messages are found by: all of them are then read again. */
export const SEARCH_VERSION = 1;

/** Reads the messages that were there before; one at a time. */
export const SEARCH_BACKFILL: JobTask<Record<string, never>> = { name: 'search_backfill' };

/** What the database can do for the search, and whether what it knows is complete. */
@Injectable()
export class SearchState implements OnApplicationBootstrap {
  /** Whether words and names that look alike can be found. */
  knowsTypos = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.knowsTypos = await knowsTypos(this.database);
    if (!this.knowsTypos) {
      this.logger.warn({}, 'the extension pg_trgm is not there: search finds no misspelt words (docs/search.md)');
    }
    const { version, done, met } = await readProgress(this.database);
    if (version !== SEARCH_VERSION) await rebuild(this.database, SEARCH_VERSION);
    else if (done && met) return;
    await this.jobs.add(SEARCH_BACKFILL, {}, { key: SEARCH_BACKFILL.name, queue: SEARCH_BACKFILL.name });
  }
}
