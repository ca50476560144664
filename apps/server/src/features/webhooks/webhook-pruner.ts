import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { pruneEvents } from './deliveries.repository.js';

const EVERY_MS = 60_000;
/** Events of one statement: some ten milliseconds. */
const AT_ONCE = 2000;

/** Deletes events that were kept for as long as they are to be. Every server does, a part at a time. */
@Injectable()
export class WebhookPruner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #cancel: () => void = () => undefined;
  #pruning: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#later();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#pruning;
  }

  #later(): void {
    if (this.#stopped) return;
    this.#cancel = this.clock.after(EVERY_MS, () => {
      this.#pruning = this.#prune()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'pruning webhook events failed, and is tried again'),
        )
        .finally(() => this.#later());
    });
  }

  async #prune(): Promise<void> {
    const before = this.clock.now() - this.config.webhooks.logMs;
    while (!this.#stopped && (await pruneEvents(this.database, before, AT_ONCE)) === AT_ONCE) continue;
  }
}
