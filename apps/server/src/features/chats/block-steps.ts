import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { setBlock } from './blocks.repository.js';
import { ChatNews } from './chat-news.js';
import { memberIdsOf } from './chats.mapper.js';

/** What blocking and unblocking have in common. */
@Injectable()
export class BlockSteps {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  /** @throws CommandError `not_found`, `forbidden` */
  async set(blocker: number, blocked: number, on: boolean): Promise<void> {
    const { outcome, chats } = await setBlock(this.database, blocker, blocked, on);
    if (outcome === 'no_user') throw notFound('user');
    if (outcome === 'wrong_role') throw new CommandError('forbidden', 'Whoever settles disputes cannot be blocked.');
    for (const chat of chats) {
      this.news.chatChanged.tell({ chatId: chat.id, memberIds: memberIdsOf(chat), kind: 'members' });
    }
  }
}
