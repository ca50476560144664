import { Inject } from '@nestjs/common';
import { type InputOf, react } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { reactToMessage } from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `react`, and `PUT /api/chat/:chatId/messages/:messageId/reactions`. What is so already changes nothing. */
@Handles(react)
export class React implements CommandHandler<typeof react> {
  constructor(@Inject(MessageChanges) private readonly changes: MessageChanges) {}

  handle(input: InputOf<typeof react>, context: Context<typeof react>): Promise<Outcome<typeof react>> {
    return this.changes.make('reacted', input, context, (database, request) =>
      reactToMessage(database, request, input.emoji, input.active),
    );
  }
}
