import { Inject } from '@nestjs/common';
import { type InputOf, pinMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `pin_message`, and `PUT /api/chat/:chatId/messages/:messageId/pin`. Any member's; what is so already changes nothing. */
@Handles(pinMessage)
export class PinMessage implements CommandHandler<typeof pinMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId, pinned }: InputOf<typeof pinMessage>,
    { actor, limit }: Context<typeof pinMessage>,
  ): Promise<Outcome<typeof pinMessage>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const change = await repository.pinMessage(this.database, request, pinned);
    return this.changes.settle(change, 'pinned', { ...request, limit });
  }
}
