import { Inject } from '@nestjs/common';
import { type InputOf, markPlayed } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `mark_played`, and `PUT /api/chat/:chatId/messages/:messageId/played`. Mine, and what is so already, change nothing. */
@Handles(markPlayed)
export class MarkPlayed implements CommandHandler<typeof markPlayed> {
  constructor(@Inject(MessageChanges) private readonly changes: MessageChanges) {}

  handle(input: InputOf<typeof markPlayed>, context: Context<typeof markPlayed>): Promise<Outcome<typeof markPlayed>> {
    return this.changes.make('played', input, context, repository.markPlayed);
  }
}
