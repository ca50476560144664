import { Inject } from '@nestjs/common';
import { adminCreateChat, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { toRecord } from './chats.mapper.js';
import { administratorId } from './chats.policy.js';
import { ChatOpening } from './open-chat.js';

/** `POST /api/admin/chats`; the same job and pair again gives the same chat. */
@Handles(adminCreateChat)
export class AdminCreateChat implements CommandHandler<typeof adminCreateChat> {
  constructor(@Inject(ChatOpening) private readonly opening: ChatOpening) {}

  async handle(
    { job_id, subject, customer_id, provider_id, job }: InputOf<typeof adminCreateChat>,
    { actor }: Context<typeof adminCreateChat>,
  ): Promise<Outcome<typeof adminCreateChat>> {
    const opened = await this.opening.open(
      { jobId: job_id, subject, job: job ?? null, customerId: customer_id, providerId: provider_id },
      { userId: administratorId(actor), administrative: true, limit: null },
    );
    return { output: toRecord(opened.chat), repeated: !opened.created };
  }
}
