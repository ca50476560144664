import { Inject } from '@nestjs/common';
import { type InputOf, listDisputeLsms } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { PRESENCE, type Presence } from '../presence/presence.api.js';
import { DisputeSteps } from './dispute-steps.js';
import { lsmsOf } from './disputes.queries.js';

/** `GET /api/disputes/:disputeId/lsms`: to whom it can be handed over, who has the least to do first. */
@Handles(listDisputeLsms)
export class ListDisputeLsms implements CommandHandler<typeof listDisputeLsms> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PRESENCE) private readonly presence: Presence,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
  ) {}

  async handle(
    { disputeId }: InputOf<typeof listDisputeLsms>,
    { actor: { userId } }: Context<typeof listDisputeLsms>,
  ): Promise<Outcome<typeof listDisputeLsms>> {
    await this.steps.requireVisible(disputeId, userId, 'list_dispute_lsms');
    const rows = await lsmsOf(this.database, disputeId);
    const lsms = rows
      .filter(({ id }) => id !== userId)
      .map(({ id, name, cases }) => ({ userId: id, name, online: this.presence.isOnline(id), cases }))
      .toSorted((a, b) => a.cases - b.cases);
    return { output: { lsms } };
  }
}
