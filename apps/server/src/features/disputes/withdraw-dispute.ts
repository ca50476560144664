import { Inject } from '@nestjs/common';
import { type InputOf, withdrawDispute } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';

/** `withdraw_dispute`: by who opened it. */
@Handles(withdrawDispute)
export class WithdrawDispute implements CommandHandler<typeof withdrawDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId }: InputOf<typeof withdrawDispute>,
    { actor: { userId } }: Context<typeof withdrawDispute>,
  ): Promise<Outcome<typeof withdrawDispute>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'withdraw_dispute',
      userId,
      disputeId,
      step: () => ({ kind: 'withdraw' }),
    });
    return { output: dispute, repeated };
  }
}
