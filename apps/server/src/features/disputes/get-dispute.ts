import { Inject } from '@nestjs/common';
import { getDispute, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';
import { toDispute } from './disputes.mapper.js';

/** `GET /api/disputes/:disputeId` */
@Handles(getDispute)
export class GetDispute implements CommandHandler<typeof getDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId }: InputOf<typeof getDispute>,
    { actor: { userId } }: Context<typeof getDispute>,
  ): Promise<Outcome<typeof getDispute>> {
    return { output: toDispute(await this.steps.requireVisible(disputeId, userId, 'get_dispute')) };
  }
}
