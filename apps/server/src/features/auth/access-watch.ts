import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { EndedAccess } from './ended-access.js';
import { readEndings } from './endings.queries.js';

const PERIOD_MS = 500;

/**
 * Finds out that access ended elsewhere (another server, the command line) by asking the database twice a second, while
 * anybody is connected here. What was decided while the database was away is found when it is back.
 */
@Injectable()
export class AccessWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #online = new Set<number>();
  /** By the database's clock: up to when we know. Null while nobody is connected. */
  #knownUntil: Date | null = null;
  #cancel: (() => void) | null = null;
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(EndedAccess) private readonly ended: EndedAccess,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.connections.onUserOnline((userId) => {
      this.#online.add(userId);
      if (this.#cancel === null) this.#later();
    });
    this.connections.onUserOffline((userId) => this.#online.delete(userId));
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #later(): void {
    if (this.#stopped) return;
    this.#cancel = this.clock.after(PERIOD_MS, () => {
      this.#round()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'ended sessions could not be read; the next round will'),
        )
        .finally(() => this.#next());
    });
  }

  #next(): void {
    if (this.#online.size > 0) return this.#later();
    this.#cancel = null;
    this.#knownUntil = null;
  }

  async #round(): Promise<void> {
    const { now, sessions, users } = await readEndings(this.database, this.#knownUntil);
    this.#knownUntil = now;
    this.ended.sessionsEnded(sessions, 'here');
    for (const { userId, at } of users) this.ended.userDisabled(userId, at, 'here');
  }
}
