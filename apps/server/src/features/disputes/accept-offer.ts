import { Inject } from '@nestjs/common';
import { acceptOffer, type InputOf } from '@stm-chat/protocol/schemas';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';
import { shortened, termsText } from './dispute-texts.rules.js';
import { sideOf } from './disputes.policy.js';

/** `accept_offer`: once both parties have accepted it, the dispute is resolved by agreement, and what was offered is its outcome. */
@Handles(acceptOffer)
export class AcceptOffer implements CommandHandler<typeof acceptOffer> {
  constructor(@Inject(DisputeSteps) private readonly steps: DisputeSteps) {}

  async handle(
    { disputeId, offerId }: InputOf<typeof acceptOffer>,
    { actor: { userId } }: Context<typeof acceptOffer>,
  ): Promise<Outcome<typeof acceptOffer>> {
    const { dispute, repeated } = await this.steps.take({
      command: 'accept_offer',
      userId,
      disputeId,
      step: ({ standing, offer }) => ({
        kind: 'accept',
        offerId,
        by: sideOf(standing),
        outcome: shortened(termsText(offer?.id === offerId ? offer.terms : {})),
      }),
    });
    return { output: dispute, repeated };
  }
}
