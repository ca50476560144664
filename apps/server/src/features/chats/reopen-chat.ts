import { Inject } from '@nestjs/common';
import { reopenChat, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { ChatNews } from './chat-news.js';
import { toRecord } from './chats.mapper.js';
import { administratorId, requireDone } from './chats.policy.js';
import { setClosed } from './chats.repository.js';

/** `POST /api/admin/chats/:chatId/reopen`; a chat that is open stays as it is. */
@Handles(reopenChat)
export class ReopenChat implements CommandHandler<typeof reopenChat> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  async handle(
    { chatId }: InputOf<typeof reopenChat>,
    { actor }: Context<typeof reopenChat>,
  ): Promise<Outcome<typeof reopenChat>> {
    const step = await setClosed(this.database, administratorId(actor), this.ids.next(), chatId, false);
    requireDone(step.outcome);
    this.news.tellStep(step, 'status');
    return { output: toRecord(step.chat) };
  }
}
