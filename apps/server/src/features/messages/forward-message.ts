import { Inject } from '@nestjs/common';
import { type InputOf, forwardMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { readForForwarding } from './forwarding.queries.js';
import { ReadLog } from './read-log.js';
import { SendMessage } from './send-message.js';

/**
 * `forward_message`, and `POST /api/chat/:chatId/forwards`: what a message says, sent again by me elsewhere. Its text
 * alone goes along, and that it was forwarded; from where, and by whom it was written, stays in its chat.
 */
@Handles(forwardMessage)
export class ForwardMessage implements CommandHandler<typeof forwardMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(ReadLog) private readonly readLog: ReadLog,
    @Inject(SendMessage) private readonly sending: SendMessage,
  ) {}

  async handle(
    { chatId, from_chat_id: from, messageId, client_id }: InputOf<typeof forwardMessage>,
    { actor: { userId }, limit }: Context<typeof forwardMessage>,
  ): Promise<Outcome<typeof forwardMessage>> {
    const { role } = await this.chats.requireMember(userId, from);
    const source = await readForForwarding(this.database, userId, from, messageId);
    if (source === undefined) throw notFound('message');
    if (source.sender_type === 0) throw new CommandError('forbidden', 'A message of the system stays in its chat.');
    if (source.message === '') throw invalid('messageId', 'has no text; files are not forwarded');
    if (role === 'lsm') await this.readLog.note([{ chatId: from, userId, from: source.seq, to: source.seq }]);
    return this.sending.send(
      { chatId, message: source.message, message_type: 'text', client_id, forwarded: true },
      { userId, limit },
    );
  }
}
