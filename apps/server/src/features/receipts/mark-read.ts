import { Inject } from '@nestjs/common';
import { type InputOf, markRead } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ReceiptMarks } from './receipt-marks.js';

/** `mark_read`, and `POST /api/chat/:chatId/read`. Without `seq` everything is read. */
@Handles(markRead)
export class MarkRead implements CommandHandler<typeof markRead> {
  constructor(@Inject(ReceiptMarks) private readonly marks: ReceiptMarks) {}

  async handle(
    { chatId, seq = Number.MAX_SAFE_INTEGER }: InputOf<typeof markRead>,
    { actor: { userId } }: Context<typeof markRead>,
  ): Promise<Outcome<typeof markRead>> {
    const { readSeq, readAt } = await this.marks.mark({ chatId, userId, read: seq, delivered: 0 });
    return { output: { userId, chatId, seq: readSeq, read_at: readAt?.toISOString() ?? null } };
  }
}
