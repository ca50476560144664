import { Inject } from '@nestjs/common';
import { type InputOf, markDelivered } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { ReceiptMarks } from './receipt-marks.js';

/** `mark_delivered`, and `POST /api/chat/:chatId/delivered` */
@Handles(markDelivered)
export class MarkDelivered implements CommandHandler<typeof markDelivered> {
  constructor(@Inject(ReceiptMarks) private readonly marks: ReceiptMarks) {}

  async handle(
    { chatId, seq }: InputOf<typeof markDelivered>,
    { actor: { userId } }: Context<typeof markDelivered>,
  ): Promise<Outcome<typeof markDelivered>> {
    const { deliveredSeq } = await this.marks.mark({ chatId, userId, read: 0, delivered: seq });
    return { output: { userId, chatId, seq: deliveredSeq } };
  }
}
