import { Inject } from '@nestjs/common';
import { editMessage, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';
import { WrittenTexts } from './written-text.js';

/** `edit_message`, and `PUT /api/chat/:chatId/messages/:messageId`. The same text again changes nothing. */
@Handles(editMessage)
export class EditMessage implements CommandHandler<typeof editMessage> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WrittenTexts) private readonly texts: WrittenTexts,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    input: InputOf<typeof editMessage>,
    context: Context<typeof editMessage>,
  ): Promise<Outcome<typeof editMessage>> {
    const written = this.texts.of(input.message, input.mentions);
    const changed = await this.changes.make('edited', input, context, (database, request) =>
      repository.editMessage(database, request, input.message, written.more, this.config.chats.editWindowSeconds),
    );
    return { ...changed, output: written.told(changed.output) };
  }
}
