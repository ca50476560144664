import { Inject } from '@nestjs/common';
import { confirmPush, type InputOf } from '@stm-chat/protocol/schemas';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { DELIVERY, type DeliveryPort } from '../delivery/delivery.api.js';
import { PushReceipts } from './receipts.js';

/** `POST /api/push/receipts`: the last step on the way of a push, for who asks why a phone did not ring. */
@Handles(confirmPush)
export class ConfirmPush implements CommandHandler<typeof confirmPush> {
  constructor(
    @Inject(PushReceipts) private readonly receipts: PushReceipts,
    @Inject(DELIVERY) private readonly delivery: DeliveryPort,
  ) {}

  async handle({ token, did }: InputOf<typeof confirmPush>): Promise<Outcome<typeof confirmPush>> {
    const receipt = this.receipts.read(token);
    if (receipt === undefined) throw notFound('push');
    await this.delivery.confirm({ ...receipt, channel: 'push' }, did);
    return { output: undefined };
  }
}
