import { Inject } from '@nestjs/common';
import { type InputOf, listChangedMessages } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { readChangedSeqs } from './versions.queries.js';

/** `GET /api/chat/:chatId/changed-messages`: what was edited or deleted, however long ago, for the LSM of the chat's dispute. */
@Handles(listChangedMessages)
export class ListChangedMessages implements CommandHandler<typeof listChangedMessages> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
  ) {}

  async handle(
    { chatId, before, limit }: InputOf<typeof listChangedMessages>,
    { actor: { userId } }: Context<typeof listChangedMessages>,
  ): Promise<Outcome<typeof listChangedMessages>> {
    const member = await this.chats.requireMember(userId, chatId);
    const found = await readChangedSeqs(this.database, member, {
      before: before ?? member.lastSeq + 1,
      limit: limit + 1,
    });
    if (!found.isDisputeLsm) throw new CommandError('forbidden', 'Earlier texts are for the LSM of a dispute alone.');
    const page = found.seqs.slice(0, limit);
    await this.messages.noteRead(page.map((seq) => ({ chatId, userId, from: seq, to: seq })));
    const messages = await this.messages.readAsOf(member, page);
    return {
      output: {
        messages: messages.toSorted((a, b) => b.seq - a.seq),
        next: found.seqs.length > page.length ? (page.at(-1) ?? null) : null,
      },
    };
  }
}
