import { Inject } from '@nestjs/common';
import { type InputOf, listMessages } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { surroundings } from './history.rules.js';
import { toWire } from './messages.mapper.js';
import { readPage } from './messages.queries.js';

/** `GET /api/chat/:chatId/messages` */
@Handles(listMessages)
export class ListMessages implements CommandHandler<typeof listMessages> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { chatId, ...request }: InputOf<typeof listMessages>,
    { actor }: Context<typeof listMessages>,
  ): Promise<Outcome<typeof listMessages>> {
    const page = await readPage(this.database, actor.userId, chatId, request);
    if (page === undefined) throw notFound('chat');
    const messages = page.messages.map(toWire);
    const seqs = messages.map(({ seq }) => seq);
    return { output: { messages, ...surroundings(seqs, page.lastSeq, request), revision: page.revision } };
  }
}
