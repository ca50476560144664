import { Inject } from '@nestjs/common';
import { type InputOf, listChanges } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ChatChangesReader } from './chat-changes.js';
import { type SyncRow, syncStatement } from './sync.queries.js';

/** `GET /api/chat/:chatId/changes`: `sync` of one chat. */
@Handles(listChanges)
export class ListChanges implements CommandHandler<typeof listChanges> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ChatChangesReader) private readonly changes: ChatChangesReader,
  ) {}

  async handle(
    { chatId, since, epoch }: InputOf<typeof listChanges>,
    { actor }: Context<typeof listChanges>,
  ): Promise<Outcome<typeof listChanges>> {
    const held = [{ chatId, revision: since }];
    const { text, values } = syncStatement(actor.userId, held, epoch);
    const rows = await this.database.pooled.query<SyncRow>(text, values);
    const [answer] = await this.changes.answer(actor.userId, held, rows, epoch);
    if (answer === undefined || 'error' in answer) throw notFound('chat');
    return { output: answer };
  }
}
