import { Inject } from '@nestjs/common';
import { getNotificationPrefs, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { toPrefs } from './prefs.mapper.js';
import { readChatPrefs, readPrefs } from './prefs.repository.js';

/** `get_notification_prefs`, and `GET /api/notifications/preferences`. */
@Handles(getNotificationPrefs)
export class GetNotificationPrefs implements CommandHandler<typeof getNotificationPrefs> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    _input: InputOf<typeof getNotificationPrefs>,
    { actor: { userId } }: Context<typeof getNotificationPrefs>,
  ): Promise<Outcome<typeof getNotificationPrefs>> {
    const [row, chats] = await Promise.all([readPrefs(this.database, userId), readChatPrefs(this.database, userId)]);
    return { output: toPrefs(row, chats) };
  }
}
