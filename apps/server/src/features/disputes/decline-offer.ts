import { Inject } from '@nestjs/common';
import { declineOffer, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';
import { sideOf } from './disputes.policy.js';

/** `decline_offer`: no offer stands from now on. */
@Handles(declineOffer)
export class DeclineOffer implements CommandHandler<typeof declineOffer> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId, offerId }: InputOf<typeof declineOffer>,
    { actor: { userId } }: Context<typeof declineOffer>,
  ): Promise<Outcome<typeof declineOffer>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'decline_offer',
      userId,
      disputeId,
      step: ({ standing }) => ({ kind: 'decline', offerId, by: sideOf(standing) }),
    });
    return { output: dispute, repeated };
  }
}
