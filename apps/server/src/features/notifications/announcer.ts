import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Notification } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { z } from 'zod';
import { BUS, type Bus, SharedNews, type Topic } from '../../kernel/bus.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { News } from '../../kernel/news.js';
import { Rounds } from '../../kernel/rounds.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import type { NotificationOfUser, Notifications } from './notifications.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { readIn, toNotification } from './notifications.mapper.js';
import { readNotifications } from './notifications.queries.js';
import { settleNotifications } from './notifications.repository.js';

const BATCH = 200;

const ANNOUNCED: Topic<readonly NotificationOfUser[]> = {
  name: 'notifications',
  schema: z.array(z.object({ id: z.string(), userId: z.int() })),
};

/**
 * The event `notification`, which each node sends to its own clients. What is sent is read from the database when it is
 * sent, one round after the other: a device never gets an older state after a newer one. Nothing is read for users who have no device to be told.
 */
@Injectable()
export class Announcer implements Notifications, OnApplicationShutdown {
  readonly announced: News<readonly NotificationOfUser[]>;
  readonly #rounds: Rounds<NotificationOfUser>;
  readonly #announced: SharedNews<readonly NotificationOfUser[]>;
  /** Removed while a round was being read: its snapshot still had them, and they get nothing any more. */
  readonly #removed = new Set<string>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(CHATS) chats: Chats,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
    @Inject(BUS) bus: Bus,
  ) {
    const work = (waiting: readonly NotificationOfUser[]) => this.#send(waiting);
    this.#rounds = new Rounds({ clock, logger, what: 'sending notifications', most: BATCH, work });
    this.announced = new News((error) => logger.error({ err: error }, 'telling of notifications failed'));
    this.#announced = new SharedNews(bus, ANNOUNCED, (error) =>
      logger.error({ err: error }, 'notifications could not be announced'),
    );
    this.#announced.subscribe((notifications) => this.#here(notifications));
    chats.memberRemoved.subscribe(({ chatId, userId }) => this.#removed.add(`${chatId} ${userId}`));
  }

  announce(notifications: readonly NotificationOfUser[]): void {
    if (notifications.length === 0) return;
    this.#announced.tell(notifications);
    this.announced.tell(notifications);
  }

  #here(notifications: readonly NotificationOfUser[]): void {
    for (const one of notifications) if (this.connections.isOnline(one.userId)) this.#rounds.add(one.id, one);
  }

  async find(id: string, shown: boolean): Promise<Notification | undefined> {
    const [row] = await readNotifications(this.database, [id]);
    if (row === undefined) return undefined;
    if (shown && row.read_at === null) await this.messages.noteRead(readIn([row]));
    return toNotification(row);
  }

  async settle(members: readonly { readonly chatId: string; readonly userId: number }[]): Promise<void> {
    const moved = members.map(({ chatId, userId }) => ({ chatId, userId, seq: null }));
    this.announce(await settleNotifications(this.database, moved, this.clock.now()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
  }

  async #send(waiting: readonly NotificationOfUser[]): Promise<void> {
    this.#removed.clear();
    const ids = waiting.map(({ id }) => id);
    const rows = await readNotifications(this.database, ids);
    await this.messages.noteRead(readIn(rows));
    for (const row of rows) {
      if (this.#removed.has(`${row.chat_id} ${row.user_id}`)) continue;
      this.publisher.here.toUsers([row.user_id], 'notification', toNotification(row));
    }
  }
}
