import { Inject } from '@nestjs/common';
import { type InputOf, releaseDispute } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';

/** `release_dispute`: back to the queue; the LSM reads nothing of it from now on. */
@Handles(releaseDispute)
export class ReleaseDispute implements CommandHandler<typeof releaseDispute> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId, note }: InputOf<typeof releaseDispute>,
    { actor: { userId } }: Context<typeof releaseDispute>,
  ): Promise<Outcome<typeof releaseDispute>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'release_dispute',
      userId,
      disputeId,
      step: () => ({ kind: 'release' }),
      note: note || null,
    });
    return { output: dispute, repeated };
  }
}
