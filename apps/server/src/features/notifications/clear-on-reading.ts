import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { Rounds } from '../../kernel/rounds.js';
import { RECEIPTS, type Receipts } from '../receipts/receipts.api.js';
import { NOTIFICATIONS, type Notifications } from './notifications.api.js';
import { settleNotifications, type Settling } from './notifications.repository.js';

const BATCH = 200;

/**
 * Reading a chat clears its notification. That it is cleared follows from the receipt, which is committed: whoever asks
 * sees it. Here it is written down and told to the devices that are connected.
 */
@Injectable()
export class ClearOnReading implements OnApplicationShutdown {
  readonly #rounds: Rounds<Settling>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
    @Inject(RECEIPTS) receipts: Receipts,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const work = (read: readonly Settling[]) => this.#clear(read);
    this.#rounds = new Rounds({ clock, logger, what: 'clearing notifications', most: BATCH, work });
    receipts.moved.subscribe(({ chatId, userId, readMoved }) => {
      if (readMoved) this.#rounds.add(`${chatId} ${userId}`, { chatId, userId, seq: null });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
  }

  async #clear(read: readonly Settling[]): Promise<void> {
    this.notifications.announce(await settleNotifications(this.database, read, this.clock.now()));
  }
}
