import { Inject } from '@nestjs/common';
import { type InputOf, removePreview } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `remove_preview`, and `DELETE /api/chat/:chatId/messages/:messageId/preview`. The author's; it does not come again. */
@Handles(removePreview)
export class RemovePreview implements CommandHandler<typeof removePreview> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId }: InputOf<typeof removePreview>,
    { actor, limit }: Context<typeof removePreview>,
  ): Promise<Outcome<typeof removePreview>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const change = await repository.removePreview(this.database, request);
    return this.changes.settle(change, 'previewed', { ...request, limit });
  }
}
