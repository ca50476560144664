import { Inject } from '@nestjs/common';
import { type InputOf, reportMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { rateLimited } from '../../kernel/run-command.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { addReport } from './reports.repository.js';

/** `report_message`, and `POST /api/chat/:chatId/messages/:messageId/reports`; again gives the first report. */
@Handles(reportMessage)
export class ReportMessage implements CommandHandler<typeof reportMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(
    { chatId, messageId, reason, details }: InputOf<typeof reportMessage>,
    { actor, limit }: Context<typeof reportMessage>,
  ): Promise<Outcome<typeof reportMessage>> {
    await this.chats.requireMember(actor.userId, chatId);
    if (!limit.allowed) throw rateLimited(limit);
    const { outcome, report } = await addReport(this.database, {
      ...{ id: this.ids.next(), chatId, messageId, reporterId: actor.userId },
      ...{ reason, details: details ?? null },
    });
    switch (outcome) {
      case 'no_message':
        throw notFound('message');
      case 'own':
        throw new CommandError('forbidden', 'It is your own message.');
      case 'system':
        throw new CommandError('forbidden', 'It is a message of the system.');
      case 'deleted':
        throw new CommandError('forbidden', 'The message was deleted.');
      case 'done':
      case 'same':
        break;
    }
    const { id, created_at } = report;
    const output = { id, chatId, messageId, reason: report.reason, created_at: created_at.toISOString() };
    return { output, repeated: outcome === 'same' };
  }
}
