import { Inject } from '@nestjs/common';
import { type InputOf, setChatNotificationPrefs } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { chatQuietColumns, toChatPrefs } from './prefs.mapper.js';
import { changeChatPrefs } from './prefs.repository.js';

/** `set_chat_notification_prefs`, and `PUT /api/chat/:chatId/notification-preferences`. */
@Handles(setChatNotificationPrefs)
export class SetChatNotificationPrefs implements CommandHandler<typeof setChatNotificationPrefs> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
  ) {}

  async handle(
    { chatId, quiet_hours, ...change }: InputOf<typeof setChatNotificationPrefs>,
    { actor: { userId } }: Context<typeof setChatNotificationPrefs>,
  ): Promise<Outcome<typeof setChatNotificationPrefs>> {
    await this.chats.requireMember(userId, chatId);
    return {
      output: toChatPrefs(
        await changeChatPrefs(this.database, userId, chatId, { ...change, ...chatQuietColumns(quiet_hours) }),
      ),
    };
  }
}
