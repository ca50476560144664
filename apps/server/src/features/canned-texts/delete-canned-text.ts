import { Inject } from '@nestjs/common';
import { deleteCannedText, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { readTexts } from './canned-texts.queries.js';
import { removeText } from './canned-texts.repository.js';

/** `DELETE /api/canned-texts/:textId`: what is not there, or not mine to see, is gone as far as I can tell. */
@Handles(deleteCannedText)
export class DeleteCannedText implements CommandHandler<typeof deleteCannedText> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { textId }: InputOf<typeof deleteCannedText>,
    { actor: { userId } }: Context<typeof deleteCannedText>,
  ): Promise<Outcome<typeof deleteCannedText>> {
    const found = await readTexts(this.database, userId, textId);
    if (found === null) throw new CommandError('forbidden', 'Canned texts are for local service managers.');
    if (found.length > 0) await removeText(this.database, textId);
    return { output: undefined };
  }
}
