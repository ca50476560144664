import { Inject } from '@nestjs/common';
import { addMember } from '@stm-chat/protocol/schemas';
import type { InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { ChatNews } from './chat-news.js';
import { toRecord } from './chats.mapper.js';
import { administratorId, requireDone } from './chats.policy.js';
import * as repository from './chats.repository.js';

/** `POST /api/admin/chats/:chatId/members`; the same user on the same seat again changes nothing. */
@Handles(addMember)
export class AddMember implements CommandHandler<typeof addMember> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  async handle(
    { chatId, userId, role }: InputOf<typeof addMember>,
    { actor }: Context<typeof addMember>,
  ): Promise<Outcome<typeof addMember>> {
    const by = administratorId(actor);
    const lane = { chat: this.ids.next(), message: this.ids.next() };
    const step = await repository.addMember(this.database, by, this.ids.next(), chatId, userId, role, lane);
    requireDone(step.outcome, role);
    this.news.tellStep(step, 'members');
    return { output: toRecord(step.chat), repeated: step.outcome === 'same' };
  }
}
