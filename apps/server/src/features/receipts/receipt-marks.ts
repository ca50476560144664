import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { z } from 'zod';
import { BUS, type Bus, SharedNews, type Topic } from '../../kernel/bus.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { News } from '../../kernel/news.js';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.js';
import { CHATS, type Chats } from '../chats/chats.api.js';
import { ForwardMarks } from './forward-marks.js';
import { ReceiptWriter } from './receipt-writer.js';
import type { Receipt, ReceiptMoved, Receipts } from './receipts.api.js';
import { type Mark, moveReceipts } from './receipts.repository.js';

const seq = z.int().nonnegative();

/** What everybody in the chat is told of a mark that moved. */
interface MarkTold {
  readonly chatId: string;
  readonly userId: number;
  readonly kind: 'read' | 'delivered';
  readonly seq: number;
  /** When it was read. */
  readonly at: string | null;
  /** The members as the writing statement saw them. */
  readonly memberIds: readonly number[];
}

const MARK_TOLD: Topic<MarkTold> = {
  name: 'mark',
  schema: z.object({
    chatId: z.uuid(),
    userId: z.int(),
    kind: z.enum(['read', 'delivered']),
    seq,
    at: z.string().nullable(),
    memberIds: z.array(z.int()),
  }),
};

/**
 * Writes what members mark, and tells of what moved by it, on every node. Two devices of one user may be at two nodes,
 * whose words overtake each other: each node tells its clients only what goes forward.
 */
@Injectable()
export class ReceiptMarks implements Receipts {
  readonly moved: News<ReceiptMoved>;
  readonly #writer: ReceiptWriter;
  readonly #told: SharedNews<MarkTold>;
  readonly #forward = new ForwardMarks();

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CHATS) private readonly chats: Chats,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) logger: Logger,
    @Inject(BUS) bus: Bus,
  ) {
    this.#told = new SharedNews(bus, MARK_TOLD, (error) => logger.error({ err: error }, 'a mark could not be told'));
    this.#told.subscribe((mark) => this.#tell(mark));
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
    const { chatId, userId, readSeq, readAt, deliveredSeq, memberIds, readMoved, deliveredMoved } = receipt;
    const mark = { chatId, userId, memberIds };
    if (readMoved && readAt !== null)
      this.#told.tell({ ...mark, kind: 'read', seq: readSeq, at: readAt.toISOString() });
    else if (!readMoved && deliveredMoved) this.#told.tell({ ...mark, kind: 'delivered', seq: deliveredSeq, at: null });
    if (readMoved || deliveredMoved) this.moved.tell(receipt);
  }

  /** To the room; what was read also to all devices of the reader, so that the count goes down on each of them. */
  #tell(mark: MarkTold): void {
    if (!this.#forward.moves(mark)) return;
    const { chatId, userId, seq: upTo, at, memberIds } = mark;
    const { here } = this.publisher;
    if (at === null) {
      here.toChat(chatId, others(memberIds, userId), 'messages_delivered', { userId, chatId, seq: upTo });
      return;
    }
    const payload = { userId, chatId, seq: upTo, read_at: at };
    here.toChat(chatId, others(memberIds, userId), 'messages_read', payload);
    here.toUsers([userId], 'messages_read', payload);
  }
}

function others(memberIds: readonly number[], userId: number): number[] {
  return memberIds.filter((id) => id !== userId);
}
