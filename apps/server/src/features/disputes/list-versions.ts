import { Inject } from '@nestjs/common';
import { type InputOf, listVersions } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { readVersions } from './versions.queries.js';

/** `GET /api/chat/:chatId/messages/:messageId/versions`: what was edited or deleted, for the LSM of the chat's dispute. */
@Handles(listVersions)
export class ListVersions implements CommandHandler<typeof listVersions> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(MESSAGES) private readonly messages: Messages,
  ) {}

  async handle(
    { chatId, messageId }: InputOf<typeof listVersions>,
    { actor: { userId } }: Context<typeof listVersions>,
  ): Promise<Outcome<typeof listVersions>> {
    const member = await this.chats.requireMember(userId, chatId);
    const found = await readVersions(this.database, member, messageId);
    if (!found.isDisputeLsm) throw new CommandError('forbidden', 'Earlier texts are for the LSM of a dispute alone.');
    if (found.seq === null || found.seq > member.lastSeq) throw notFound('message');
    await this.messages.noteRead([{ chatId, userId, from: found.seq, to: found.seq }]);
    return { output: { versions: found.versions } };
  }
}
