import { Inject } from '@nestjs/common';
import { type InputOf, type OutputOf, sendMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import type { Spending } from '../../kernel/limiter.js';
import { rateLimited } from '../../kernel/run-command.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { Appender } from './append.js';
import type { AppendOutcome } from './append-types.js';
import { findSent } from './bounded.queries.js';
import { blocked } from './change-message.policy.js';
import { toAuthor } from './messages.mapper.js';
import { WrittenTexts } from './written-text.js';

/** What came of it: of `send_message`, and of every command that sends. */
export interface Sent {
  readonly output: OutputOf<typeof sendMessage>;
  readonly repeated?: boolean;
}

/** What is sent, and whether it comes from another chat. */
type SendRequest = InputOf<typeof sendMessage> & { readonly forwarded?: boolean };

interface Sender {
  readonly userId: number;
  readonly limit: Spending;
}

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
    @Inject(WrittenTexts) private readonly texts: WrittenTexts,
  ) {}

  handle(
    input: InputOf<typeof sendMessage>,
    { actor: { userId }, limit }: Context<typeof sendMessage>,
  ): Promise<Outcome<typeof sendMessage>> {
    return this.send(input, { userId, limit });
  }

  refusal(): CommandError | null {
    return this.appender.refusal();
  }

  /**
   * Of another command too, which has looked at what is sent. It has entered the writer's queue when this returns.
   * @throws CommandError `invalid_payload` at once, what else stands against it later
   */
  send(input: SendRequest, { userId, limit }: Sender): Promise<Sent> {
    const attachmentIds = input.attachment_ids;
    const { more } = this.texts.of(input.message, input.mentions, input.forwarded ? { forwarded: true } : {});
    const outcome = this.appender.append({
      chatId: input.chatId,
      senderId: userId,
      messageType: input.message_type,
      text: input.message,
      clientId: input.client_id ?? null,
      replyTo: input.reply_to ?? null,
      overLimit: !limit.allowed,
      more,
      ...(attachmentIds === undefined ? {} : { attachmentIds }),
    });
    return outcome.then((known) => this.#answer(known, input, { userId, limit }));
  }

  /** @throws CommandError why it was not sent */
  #answer(outcome: AppendOutcome, input: SendRequest, { userId, limit }: Sender): Sent | Promise<Sent> {
    switch (outcome.status) {
      case 'appended':
        return { output: toAuthor(outcome.message) };
      case 'repeated':
        limit.refund();
        return { output: toAuthor(outcome.message), repeated: true };
      case 'not_found':
        return this.#withoutSeat(input, userId);
      case 'chat_closed':
        throw new CommandError('chat_closed', 'The chat is closed.');
      case 'blocked':
        throw blocked();
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
  async #withoutSeat({ chatId, client_id }: SendRequest, userId: number): Promise<Sent> {
    const refusal = await this.chats.refusalOf(userId, chatId);
    const first =
      refusal.code === 'forbidden' && client_id !== undefined
        ? await findSent(this.database, await this.chats.requireMember(userId, chatId), client_id)
        : undefined;
    if (first === undefined) throw refusal;
    return { output: toAuthor(first), repeated: true };
  }
}
