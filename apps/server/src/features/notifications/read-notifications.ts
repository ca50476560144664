import { Inject } from '@nestjs/common';
import { type InputOf, readNotifications } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { NOTIFICATIONS, type Notifications } from './notifications.api.js';
import { markNotificationsRead } from './notifications.repository.js';

/** `POST /api/notifications/read`: mine alone; ids of others' and of none are passed over alike. */
@Handles(readNotifications)
export class ReadNotifications implements CommandHandler<typeof readNotifications> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { ids, chatId, all }: InputOf<typeof readNotifications>,
    { actor }: Context<typeof readNotifications>,
  ): Promise<Outcome<typeof readNotifications>> {
    const marked = { ids: ids ?? null, chatId: chatId ?? null, all: all ?? false };
    this.notifications.announce(await markNotificationsRead(this.database, actor.userId, marked, this.clock.now()));
    return { output: undefined };
  }
}
