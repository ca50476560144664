import { Inject } from '@nestjs/common';
import { type InputOf, removeMember } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CONNECTIONS, type Connections } from '../../kernel/connection.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { ChatNews } from './chat-news.js';
import { administratorId, requireDone } from './chats.policy.js';
import * as repository from './chats.repository.js';

/**
 * `DELETE /api/admin/chats/:chatId/members/:userId`. Removal is strict: from the commit on the user is in nobody's list
 * of recipients, and right after it, before anything asynchronous, the user's sockets leave the room with `left_chat`.
 */
@Handles(removeMember)
export class RemoveMember implements CommandHandler<typeof removeMember> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  async handle(
    { chatId, userId }: InputOf<typeof removeMember>,
    { actor }: Context<typeof removeMember>,
  ): Promise<Outcome<typeof removeMember>> {
    const by = administratorId(actor);
    const step = await repository.removeMember(this.database, by, this.ids.next(), chatId, userId);
    requireDone(step.outcome);
    this.connections.removeFromChat(chatId, userId);
    this.news.memberRemoved.tell({ chatId, userId });
    this.news.tellStep(step, 'members');
    return { output: undefined };
  }
}
