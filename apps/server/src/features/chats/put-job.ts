import { Inject } from '@nestjs/common';
import { type InputOf, putJob } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ChatNews } from './chat-news.js';
import { toRecord } from './chats.mapper.js';
import { administratorId, requireDone } from './chats.policy.js';
import * as repository from './chats.repository.js';

/** `PUT /api/admin/chats/:chatId/job`; an empty body means that nothing is known of the job any more. */
@Handles(putJob)
export class PutJob implements CommandHandler<typeof putJob> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  async handle(
    { chatId, ...job }: InputOf<typeof putJob>,
    { actor }: Context<typeof putJob>,
  ): Promise<Outcome<typeof putJob>> {
    const known = Object.keys(job).length === 0 ? null : job;
    const step = await repository.putJob(this.database, administratorId(actor), chatId, known);
    requireDone(step.outcome);
    this.news.tellStep(step, 'job');
    return { output: toRecord(step.chat) };
  }
}
