import { Inject } from '@nestjs/common';
import { deleteMessage, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `delete_message`, and `DELETE /api/chat/:chatId/messages/:messageId`. A tombstone stays; again changes nothing. */
@Handles(deleteMessage)
export class DeleteMessage implements CommandHandler<typeof deleteMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId }: InputOf<typeof deleteMessage>,
    { actor, limit }: Context<typeof deleteMessage>,
  ): Promise<Outcome<typeof deleteMessage>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const change = await repository.deleteMessage(this.database, request, this.config.chats.editWindowSeconds);
    return this.changes.settle(change, 'deleted', { ...request, limit });
  }
}
