import { Inject } from '@nestjs/common';
import { type InputOf, listDisputeAccess } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { DisputeSteps } from './dispute-steps.js';
import { toAccess, toRead } from './disputes.mapper.js';
import { accessOf, readsOf } from './disputes.queries.js';

/** `GET /api/disputes/:disputeId/access`: which LSMs could read, since when and why, and what they were given to read. */
@Handles(listDisputeAccess)
export class ListDisputeAccess implements CommandHandler<typeof listDisputeAccess> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
  ) {}

  async handle(
    { disputeId }: InputOf<typeof listDisputeAccess>,
    { actor: { userId } }: Context<typeof listDisputeAccess>,
  ): Promise<Outcome<typeof listDisputeAccess>> {
    const { standing } = await this.steps.requireVisible(disputeId, userId, 'list_dispute_access');
    const [access, reads] = await Promise.all([
      accessOf(this.database, disputeId),
      readsOf(this.database, disputeId, userId, this.clock.now()),
    ]);
    const showsNotes = standing === 'lsm' || standing === 'former';
    return { output: { access: access.map((row) => toAccess(row, showsNotes)), reads: reads.map(toRead) } };
  }
}
