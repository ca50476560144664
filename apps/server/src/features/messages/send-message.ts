import { Inject } from '@nestjs/common';
import { type InputOf, sendMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import type { Spending } from '../../kernel/limiter.js';
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
    const refusal = refusalOf(input, limit);
    const outcome = await this.appender.append({
      chatId: input.chatId,
      senderId: actor.userId,
      messageType: input.message_type,
      text: input.message,
      clientId: input.client_id ?? null,
      replyTo: input.reply_to ?? null,
      overLimit: refusal !== null,
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
        throw refusal ?? rateLimited(limit);
      case 'reply_not_found':
        throw invalid('reply_to', 'is no message of this chat');
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

/** What stands against a message that nothing else decides: membership, repeats and the status come before it. */
function refusalOf({ attachment_ids }: InputOf<typeof sendMessage>, limit: Spending): CommandError | null {
  if (attachment_ids !== undefined && attachment_ids.length > 0) {
    return invalid('attachment_ids.0', 'is no finished upload of this chat');
  }
  return limit.allowed ? null : rateLimited(limit);
}
