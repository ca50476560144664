import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { rateLimited } from '../../kernel/run-command.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { ChatNews } from './chat-news.js';
import type { NewChat, Opener } from './chats.api.js';
import { type ChatRow, memberIdsOf } from './chats.mapper.js';
import { requireSides } from './chats.policy.js';
import { findChatOfPair } from './chats.queries.js';
import { openChat } from './chats.repository.js';

/** Opens the chat of a job and a pair: see `Chats.openChat`. */
@Injectable()
export class ChatOpening {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(ChatNews) private readonly news: ChatNews,
  ) {}

  /** The order is that of CM6: a repeat first, which costs nothing; then the limit; then the look at the other party. */
  async open(chat: NewChat, opener: Opener): Promise<{ readonly created: boolean; readonly chat: ChatRow }> {
    const known = await findChatOfPair(this.database, chat);
    if (known !== undefined) {
      opener.limit?.refund();
      return { created: false, chat: known };
    }
    if (opener.limit?.allowed === false) throw rateLimited(opener.limit);
    await this.#requireParties(chat);
    const opened = await openChat(this.database, this.ids.next(), chat, opener);
    if (opened.created) {
      this.news.chatChanged.tell({ chatId: opened.chat.id, memberIds: memberIdsOf(opened.chat), kind: 'created' });
    } else {
      opener.limit?.refund();
    }
    return opened;
  }

  async #requireParties({ customerId, providerId }: NewChat): Promise<void> {
    const users = await this.auth.findUsers([customerId, providerId]);
    requireSides({ customerId, providerId }, (userId) => users.get(userId)?.role);
    // The host platform may name people before they were ever here.
    if (!users.has(customerId)) await this.auth.ensureUser(customerId, 'customer');
    if (!users.has(providerId)) await this.auth.ensureUser(providerId, 'provider');
  }
}
