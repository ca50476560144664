import { Inject } from '@nestjs/common';
import { type InputOf, react } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { reactToMessage } from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `react`, and `PUT /api/chat/:chatId/messages/:messageId/reactions`. What is so already changes nothing. */
@Handles(react)
export class React implements CommandHandler<typeof react> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId, emoji, active }: InputOf<typeof react>,
    { actor, limit }: Context<typeof react>,
  ): Promise<Outcome<typeof react>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const change = await reactToMessage(this.database, request, emoji, active);
    return this.changes.settle(change, 'reacted', { ...request, limit });
  }
}
