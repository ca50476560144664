import { Inject } from '@nestjs/common';
import { type InputOf, handOverDispute } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';

/** `hand_over_dispute`: another LSM has the case, and who had it reads nothing of it from now on. */
@Handles(handOverDispute)
export class HandOverDispute implements CommandHandler<typeof handOverDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId, lsm_id, note }: InputOf<typeof handOverDispute>,
    { actor: { userId } }: Context<typeof handOverDispute>,
  ): Promise<Outcome<typeof handOverDispute>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'hand_over_dispute',
      userId,
      disputeId,
      step: () => ({ kind: 'hand_over', to: lsm_id }),
      note: note || null,
    });
    return { output: dispute, repeated };
  }
}
