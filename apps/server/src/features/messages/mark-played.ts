import { Inject } from '@nestjs/common';
import { type InputOf, markPlayed } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import * as repository from './change-message.repository.js';
import { MessageChanges } from './message-changes.js';

/** `mark_played`, and `PUT /api/chat/:chatId/messages/:messageId/played`. Mine, and what is so already, change nothing. */
@Handles(markPlayed)
export class MarkPlayed implements CommandHandler<typeof markPlayed> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MessageChanges) private readonly changes: MessageChanges,
  ) {}

  async handle(
    { chatId, messageId }: InputOf<typeof markPlayed>,
    { actor, limit }: Context<typeof markPlayed>,
  ): Promise<Outcome<typeof markPlayed>> {
    const request = { chatId, messageId, actorId: actor.userId, overLimit: !limit.allowed };
    const change = await repository.markPlayed(this.database, request);
    return this.changes.settle(change, 'played', { ...request, limit });
  }
}
