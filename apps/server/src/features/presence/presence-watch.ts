import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import type { Presence } from './presence.api.js';
import { writeSeen } from './presence.repository.js';
import { PresenceTeller } from './presence-teller.js';
import { PresenceTracker } from './presence-tracker.js';

/** After kill -9 of the server, people were last seen at most this long before it. */
const NOTE_EVERY_MS = 300_000;
const NOTE_BATCH = 1000;

/** Watches devices come and go, and has it told and written. */
@Injectable()
export class PresenceWatch implements Presence, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #tracker: PresenceTracker;
  readonly #teller: PresenceTeller;
  #cancelNote: () => void = () => undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(PUBLISHER) publisher: Publisher,
  ) {
    const isConnected = (userId: number) => connections.isOnlineAnywhere(userId);
    this.#teller = new PresenceTeller({ database, publisher, clock, logger, isConnected });
    this.#tracker = new PresenceTracker(clock, (change) => this.#teller.tell(change));
    connections.onUserCameAnywhere(({ userId, isOurs }) => this.#tracker.came(userId, isOurs));
    connections.onUserWentEverywhere(({ userId, isOurs }) => this.#tracker.went(userId, isOurs));
  }

  isOnline(userId: number): boolean {
    return this.#tracker.isOnline(userId);
  }

  onApplicationBootstrap(): void {
    this.#noteLater();
  }

  /** Nobody is told that others went because the server did; but when they were last seen is kept. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#cancelNote();
    this.#tracker.stop();
    await this.#teller.stop();
    await this.#note();
  }

  #noteLater(): void {
    this.#cancelNote = this.clock.after(NOTE_EVERY_MS, () => {
      void this.#note().finally(() => this.#noteLater());
    });
  }

  async #note(): Promise<void> {
    const seen = this.#tracker.seen();
    try {
      for (let from = 0; from < seen.length; from += NOTE_BATCH) {
        await writeSeen(this.database, seen.slice(from, from + NOTE_BATCH));
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'when people were last seen could not be written');
    }
  }
}
