import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { News } from '../../kernel/news.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { ReceiptWriter } from './receipt-writer.js';
import type { Receipt, ReceiptMoved, Receipts } from './receipts.api.js';
import { type Mark, moveReceipts } from './receipts.repository.js';

/** Writes what members mark, and tells of what moved by it. */
@Injectable()
export class ReceiptMarks implements Receipts {
  readonly moved: News<ReceiptMoved>;
  readonly #writer: ReceiptWriter;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.moved = new News((error) => logger.error({ err: error }, 'a listener of receipts failed'));
    this.#writer = new ReceiptWriter(
      (marks) => moveReceipts(database, marks),
      (receipt) => this.#written(receipt),
    );
  }

  /** @throws CommandError `not_found` when the user is no member, `forbidden` for who only reads, `unavailable` */
  async mark(mark: Mark): Promise<Receipt> {
    const receipt = await this.#writer.mark(mark);
    if (receipt === undefined) throw await this.chats.refusalOf(mark.userId, mark.chatId);
    return receipt;
  }

  #written(receipt: ReceiptMoved): void {
    if (receipt.readMoved) this.#tellRead(receipt);
    else if (receipt.deliveredMoved) this.#tellDelivered(receipt);
    else return;
    this.moved.tell(receipt);
  }

  /** To the room, and to all devices of the reader, so that the count goes down on each of them. */
  #tellRead({ chatId, userId, readSeq, readAt, memberIds }: ReceiptMoved): void {
    if (readAt === null) return;
    const payload = { userId, chatId, seq: readSeq, read_at: readAt.toISOString() };
    this.publisher.toChat(chatId, others(memberIds, userId), 'messages_read', payload);
    this.publisher.toUsers([userId], 'messages_read', payload);
  }

  #tellDelivered({ chatId, userId, deliveredSeq, memberIds }: ReceiptMoved): void {
    const payload = { userId, chatId, seq: deliveredSeq };
    this.publisher.toChat(chatId, others(memberIds, userId), 'messages_delivered', payload);
  }
}

function others(memberIds: readonly number[], userId: number): number[] {
  return memberIds.filter((id) => id !== userId);
}
