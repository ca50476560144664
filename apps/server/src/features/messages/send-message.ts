import { Inject } from '@nestjs/common';
import { type InputOf, sendMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rateLimited } from '../../kernel/run-command.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { Appender } from './append.js';
import { findSent } from './bounded.queries.js';
import { toSharedWire, toWire } from './messages.mapper.js';

/**
 * `send_message`, and `POST /api/chat/:chatId/messages`. Nothing asynchronous stands before the append: the order in
 * which calls come here is the order of the messages. Publication follows the commit by itself (`publication.ts`).
 */
@Handles(sendMessage)
export class SendMessage implements CommandHandler<typeof sendMessage> {
  constructor(
    @Inject(Appender) private readonly appender: Appender,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
  ) {}

  async handle(
    input: InputOf<typeof sendMessage>,
    { actor, limit }: Context<typeof sendMessage>,
  ): Promise<Outcome<typeof sendMessage>> {
    const attachmentIds = input.attachment_ids;
    const outcome = await this.appender.append({
      chatId: input.chatId,
      senderId: actor.userId,
      messageType: input.message_type,
      text: input.message,
      clientId: input.client_id ?? null,
      replyTo: input.reply_to ?? null,
      overLimit: !limit.allowed,
      ...(attachmentIds === undefined ? {} : { attachmentIds }),
    });
    switch (outcome.status) {
      case 'appended':
        return { output: toSharedWire(outcome.message) };
      case 'repeated':
        limit.refund();
        return { output: toWire(outcome.message), repeated: true };
      case 'not_found':
        return this.#withoutSeat(input, actor.userId);
      case 'chat_closed':
        throw new CommandError('chat_closed', 'The chat is closed.');
      case 'rate_limited':
        throw rateLimited(limit);
      case 'reply_not_found':
        throw invalid('reply_to', 'is no message of this chat');
      case 'bad_attachment':
        throw invalid(`attachment_ids.${outcome.index}`, 'is no finished upload of this chat');
      case 'wrong_type':
        throw invalid('message_type', 'does not fit the attachments');
    }
  }

  /** Who still reads and no longer writes gets what it sent before as a repeat, and anything else refused. */
  async #withoutSeat(
    { chatId, client_id }: InputOf<typeof sendMessage>,
    userId: number,
  ): Promise<Outcome<typeof sendMessage>> {
    const refusal = await this.chats.refusalOf(userId, chatId);
    const first =
      refusal.code === 'forbidden' && client_id !== undefined
        ? await findSent(this.database, await this.chats.requireMember(userId, chatId), client_id)
        : undefined;
    if (first === undefined) throw refusal;
    return { output: toWire(first), repeated: true };
  }
}
