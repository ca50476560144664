import { Inject } from '@nestjs/common';
import { type InputOf, listMessages } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { readBoundedPage } from './bounded.queries.js';
import { surroundings } from './history.rules.js';
import { toWire } from './messages.mapper.js';
import { type HistoryPage, type PageRequest, readPage } from './messages.queries.js';
import { ReadLog } from './read-log.js';

/** `GET /api/chat/:chatId/messages` */
@Handles(listMessages)
export class ListMessages implements CommandHandler<typeof listMessages> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(ReadLog) private readonly readLog: ReadLog,
  ) {}

  async handle(
    { chatId, ...request }: InputOf<typeof listMessages>,
    { actor: { userId } }: Context<typeof listMessages>,
  ): Promise<Outcome<typeof listMessages>> {
    const page =
      (await readPage(this.database, userId, chatId, request)) ?? (await this.#boundedPage(userId, chatId, request));
    const messages = page.messages.map(toWire);
    const seqs = messages.map(({ seq }) => seq);
    const [from = 1, to = 0] = [seqs[0], seqs.at(-1)];
    if (page.byLsm) await this.readLog.note([{ chatId, userId, from, to }]);
    return { output: { messages, ...surroundings(seqs, page.lastSeq, request), revision: page.revision } };
  }

  /** Without a seat there may be a reading that is left of one. @throws CommandError `not_found` */
  async #boundedPage(userId: number, chatId: string, request: PageRequest): Promise<HistoryPage> {
    const member = await this.chats.requireMember(userId, chatId);
    const { lastSeq, revision, role } = member;
    return {
      messages: await readBoundedPage(this.database, member, request),
      lastSeq,
      revision,
      byLsm: role === 'lsm',
    };
  }
}
