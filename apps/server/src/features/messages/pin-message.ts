import { Inject } from '@nestjs/common';
import { type InputOf, pinMessage } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `pin_message`, and `PUT /api/chat/:chatId/messages/:messageId/pin`. Any member's; what is so already changes nothing. */
@Handles(pinMessage)
export class PinMessage implements CommandHandler<typeof pinMessage> {
  constructor(@Inject(MessageChanges) private readonly changes: MessageChanges) {}

  handle(input: InputOf<typeof pinMessage>, context: Context<typeof pinMessage>): Promise<Outcome<typeof pinMessage>> {
    return this.changes.make('pinned', input, context, (database, request) =>
      repository.pinMessage(database, request, input.pinned),
    );
  }
}
