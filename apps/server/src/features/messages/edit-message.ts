import { Inject } from '@nestjs/common';
import { editMessage, type InputOf } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';
import { WrittenTexts } from './written-text.js';

/** `edit_message`, and `PUT /api/chat/:chatId/messages/:messageId`. The same text again changes nothing. */
@Handles(editMessage)
export class EditMessage implements CommandHandler<typeof editMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WrittenTexts) private readonly texts: WrittenTexts,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId, message, mentions }: InputOf<typeof editMessage>,
    { actor, limit }: Context<typeof editMessage>,
  ): Promise<Outcome<typeof editMessage>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const written = this.texts.of(message, mentions);
    const { editWindowSeconds } = this.config.chats;
    const change = await repository.editMessage(this.database, request, message, written.more, editWindowSeconds);
    const changed = await this.changes.settle(change, 'edited', { ...request, limit });
    return { ...changed, output: written.told(changed.output) };
  }
}
