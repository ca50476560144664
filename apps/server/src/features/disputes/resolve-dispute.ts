import { Inject } from '@nestjs/common';
import { type InputOf, resolveDispute } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';

/** `resolve_dispute`: the LSM decides. */
@Handles(resolveDispute)
export class ResolveDispute implements CommandHandler<typeof resolveDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId, outcome, note }: InputOf<typeof resolveDispute>,
    { actor: { userId } }: Context<typeof resolveDispute>,
  ): Promise<Outcome<typeof resolveDispute>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'resolve_dispute',
      userId,
      disputeId,
      step: () => ({ kind: 'resolve', outcome, note: note || null }),
    });
    return { output: dispute, repeated };
  }
}
