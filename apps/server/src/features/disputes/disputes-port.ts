import { Inject, Injectable } from '@nestjs/common';
import type { DisputeEvent } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DisputeSteps } from './dispute-steps.js';
import type { DisputeFile, Disputes } from './disputes.api.js';
import { toAccess, toDispute, toEvent, toRead } from './disputes.mapper.js';
import { accessOf, eventsOf, readEvents, readsOf } from './disputes.queries.js';

/** The feature as others see it: `disputes.api.ts`. */
@Injectable()
export class DisputesPort implements Disputes {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DisputeSteps) private readonly steps: DisputeSteps,
  ) {}

  async requireFile(userId: number, disputeId: string): Promise<DisputeFile> {
    const row = await this.steps.requireVisible(disputeId, userId, 'get_evidence');
    const [access, reads, events] = await Promise.all([
      accessOf(this.database, disputeId),
      readsOf(this.database, disputeId, userId, this.clock.now()),
      eventsOf(this.database, disputeId),
    ]);
    const isLsm = row.standing === 'lsm' || row.standing === 'former';
    const dispute = toDispute(row);
    return {
      dispute,
      standing: row.standing,
      isLsm,
      access: access.map((one) => toAccess(one, isLsm)),
      reads: reads.map(toRead),
      events: events.map(toEvent),
      places: [{ chatId: dispute.chatId, lane: null }, ...dispute.lanes],
    };
  }

  async listEvents(since: number, most: number): Promise<DisputeEvent[]> {
    return (await readEvents(this.database, since, most)).map(toEvent);
  }
}
