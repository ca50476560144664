import { Inject } from '@nestjs/common';
import { type InputOf, joinDispute } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';

/** `join_dispute`: of several who ask at once one gets the case; the same one again has it. */
@Handles(joinDispute)
export class JoinDispute implements CommandHandler<typeof joinDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId }: InputOf<typeof joinDispute>,
    { actor: { userId } }: Context<typeof joinDispute>,
  ): Promise<Outcome<typeof joinDispute>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'join_dispute',
      userId,
      disputeId,
      step: () => ({ kind: 'join', lsmId: userId }),
    });
    return { output: dispute, repeated };
  }
}
