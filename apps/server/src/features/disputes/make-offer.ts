import { Inject } from '@nestjs/common';
import { type InputOf, makeOffer } from '@stm-chat/protocol/schemas';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { type Ids, IDS } from '../../kernel/ids.js';
import { rateLimited } from '../../kernel/run-command.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { DisputeSteps } from './dispute-steps.js';
import { faultOfDate } from './offer-date.rules.js';
import type { Standing } from './disputes.policy.js';
import type { Party } from './disputes.rules.js';

/** `make_offer`: a message with terms; it takes the place of the offer that stood. The same `client_id` again is the same offer. */
@Handles(makeOffer)
export class MakeOffer implements CommandHandler<typeof makeOffer> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
  ) {}

  async handle(
    { disputeId, client_id, text, redo, ...terms }: InputOf<typeof makeOffer>,
    { actor: { userId }, limit }: Context<typeof makeOffer>,
  ): Promise<Outcome<typeof makeOffer>> {
    const { chat_id: chatId } = await this.steps.requireVisible(disputeId, userId, 'make_offer');
    const fault = terms.date === undefined ? null : faultOfDate(terms.date, this.clock.now());
    if (fault !== null) throw invalid('date', fault);
    if (!limit.allowed) throw rateLimited(limit);
    const offerId = this.ids.next();
    const stored = this.messages.storedClientId(client_id ?? null);
    const { repeated, told } = await this.steps.take({
      command: 'make_offer',
      userId,
      disputeId,
      step: ({ standing }) => ({ kind: 'offer', offerId, by: partyOf(standing) }),
      offer: ({ standing }) => ({
        by: userId,
        byRole: partyOf(standing),
        terms: { ...terms, ...(redo === true ? { redo } : {}), ...(text ? { text } : {}) },
        client: stored.text,
        key: stored.key,
      }),
    });
    const [message] = await this.messages.readAt([{ chatId, seq: told?.offerSeq ?? 0 }]);
    if (message === undefined) throw new Error('an offer gave no message');
    return { output: message, repeated };
  }
}

function partyOf(standing: Standing): Party {
  if (standing === 'customer' || standing === 'provider' || standing === 'lsm') return standing;
  throw new Error('only parties and their LSM make offers');
}
