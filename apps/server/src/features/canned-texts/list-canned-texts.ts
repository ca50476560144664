import { Inject } from '@nestjs/common';
import { type InputOf, listCannedTexts } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { readTexts } from './canned-texts.queries.js';

/** `GET /api/canned-texts` */
@Handles(listCannedTexts)
export class ListCannedTexts implements CommandHandler<typeof listCannedTexts> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    _: InputOf<typeof listCannedTexts>,
    { actor: { userId } }: Context<typeof listCannedTexts>,
  ): Promise<Outcome<typeof listCannedTexts>> {
    const texts = await readTexts(this.database, userId);
    if (texts === null) throw new CommandError('forbidden', 'Canned texts are for local service managers.');
    return { output: { texts } };
  }
}
