import { Inject } from '@nestjs/common';
import { deleteMessage, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `delete_message`, and `DELETE /api/chat/:chatId/messages/:messageId`. A tombstone stays; again changes nothing. */
@Handles(deleteMessage)
export class DeleteMessage implements CommandHandler<typeof deleteMessage> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  handle(
    input: InputOf<typeof deleteMessage>,
    context: Context<typeof deleteMessage>,
  ): Promise<Outcome<typeof deleteMessage>> {
    return this.changes.make('deleted', input, context, (database, request) =>
      repository.deleteMessage(database, request, this.config.chats.editWindowSeconds),
    );
  }
}
