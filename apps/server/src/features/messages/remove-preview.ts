import { Inject } from '@nestjs/common';
import { type InputOf, removePreview } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `remove_preview`, and `DELETE /api/chat/:chatId/messages/:messageId/preview`. The author's; it does not come again. */
@Handles(removePreview)
export class RemovePreview implements CommandHandler<typeof removePreview> {
  constructor(@Inject(MessageChanges) private readonly changes: MessageChanges) {}

  handle(
    input: InputOf<typeof removePreview>,
    context: Context<typeof removePreview>,
  ): Promise<Outcome<typeof removePreview>> {
    return this.changes.make('previewed', input, context, repository.removePreview);
  }
}
