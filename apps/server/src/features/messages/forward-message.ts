import { Inject } from '@nestjs/common';
import { type InputOf, forwardMessage } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, invalid, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ATTACHMENTS, type Attachments } from '../attachments/attachments.api.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { readForForwarding } from './forwarding.queries.js';
import { SendMessage, type Sent } from './send-message.js';

/**
 * `forward_message`, and `POST /api/chat/:chatId/forwards`: what a message says, sent again by me elsewhere. Its text and
 * its files go along, and that it was forwarded; from where, and by whom it was written, stays in its chat.
 */
@Handles(forwardMessage)
export class ForwardMessage implements CommandHandler<typeof forwardMessage> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(ATTACHMENTS) private readonly attachments: Attachments,
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
    // Who hears a case hears it in confidence, and lanes are made for that: what is forwarded, files too, would outlast it.
    if (role === 'lsm' || source.in_lane) throw new CommandError('forbidden', 'What is said in a case stays in it.');
    const send = (copies: readonly string[]) => {
      const { type, message } = source;
      const files = copies.length === 0 || type === 'system' ? {} : { message_type: type, attachment_ids: [...copies] };
      return this.sending.send(
        { chatId, client_id, message, message_type: 'text', ...files, forwarded: true },
        { userId, limit },
      );
    };
    if (!source.files) return send([]);
    const copies = await this.attachments.copyFiles({ userId, fromChatId: from, seq: source.seq, toChatId: chatId });
    if (copies.length === 0 && source.message === '') throw invalid('messageId', 'has nothing that can be forwarded');
    return this.#withCopies(copies, () => send(copies));
  }

  /** Copies are the message's, or nobody's. After a crash here they are swept like uploads that were never sent. */
  async #withCopies(copies: readonly string[], send: () => Promise<Sent>): Promise<Sent> {
    try {
      const sent = await send();
      if (sent.repeated === true) await this.attachments.dropCopies(copies);
      return sent;
    } catch (error) {
      // Those that a message has taken after all are not dropped by it.
      await this.attachments.dropCopies(copies).catch(() => undefined);
      throw error;
    }
  }
}
