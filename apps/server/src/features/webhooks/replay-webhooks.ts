import { Inject } from '@nestjs/common';
import { type InputOf, replayWebhooks } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { replayEvent, replayRange } from './replays.repository.js';
import { requireEndpoint } from './require-endpoint.js';
import { actorIdOf } from './webhooks.policy.js';

/** `POST /api/admin/webhooks/:endpointId/replay`: one event, or those of a time, under the ids that they had. */
@Handles(replayWebhooks)
export class ReplayWebhooks implements CommandHandler<typeof replayWebhooks> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { endpointId, event_id: eventId, from, to, delivered }: InputOf<typeof replayWebhooks>,
    { actor }: Context<typeof replayWebhooks>,
  ): Promise<Outcome<typeof replayWebhooks>> {
    const { enabled } = await requireEndpoint(this.database, endpointId);
    if (!enabled) throw new CommandError('conflict', 'The endpoint is switched off.');
    const now = this.clock.now();
    if (eventId !== undefined) {
      if (!(await replayEvent(this.database, endpointId, eventId, actorIdOf(actor), now))) throw notFound('webhook');
      return { output: { replayed: 1, more: false, next_from: null } };
    }
    const range = { from: new Date(from ?? 0), to: new Date(to ?? now), delivered };
    const { replayed, nextFrom } = await replayRange(this.database, endpointId, range, actorIdOf(actor), now);
    return { output: { replayed, more: nextFrom !== null, next_from: nextFrom?.toISOString() ?? null } };
  }
}
