import { createPrivateKey, sign } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { nextSeal, writeSeal } from './audit.repository.js';

const SEAL: JobTask<Record<string, never>> = { name: 'seal_audit' };
const EVERY_MS = 60_000;

/**
 * Seals the audit every minute. The hash goes into the log as well: who changes the database and makes all seals anew does
 * not reach what was written there, nor what was signed by the key.
 */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JOBS) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    jobs.handle(SEAL, async () => {
      try {
        await this.run();
      } finally {
        await this.#later();
      }
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#later();
  }

  /** One seal. @returns how many rows it covers */
  async run(): Promise<number> {
    const seal = await nextSeal(this.database);
    if (seal === undefined || !(await writeSeal(this.database, seal, this.#signature(seal.hash)))) return 0;
    const { number, upto, entries } = seal;
    this.logger.info({ seal: number, upto, entries, hash: seal.hash.toString('hex') }, 'the audit was sealed');
    return entries;
  }

  /** A key that only this machine's data folder has would prove little: signed is with the operator's. */
  #signature(hash: Buffer): Buffer | null {
    const key = this.config.server.production ? this.config.disputes.evidenceKey() : null;
    return key === null ? null : sign(null, hash, createPrivateKey(key));
  }

  /** Of all servers one at a time: there is one job of this key. */
  #later(): Promise<void> {
    return this.jobs.add(SEAL, {}, { key: SEAL.name, at: new Date(this.clock.now() + EVERY_MS) });
  }
}
