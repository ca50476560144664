import { Inject } from '@nestjs/common';
import { type InputOf, testWebhook } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { sendTest } from './replays.repository.js';
import { requireEndpoint } from './require-endpoint.js';
import { actorIdOf } from './webhooks.policy.js';

/** `POST /api/admin/webhooks/:endpointId/test`. */
@Handles(testWebhook)
export class TestWebhook implements CommandHandler<typeof testWebhook> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { endpointId }: InputOf<typeof testWebhook>,
    { actor }: Context<typeof testWebhook>,
  ): Promise<Outcome<typeof testWebhook>> {
    const { enabled } = await requireEndpoint(this.database, endpointId);
    if (!enabled) throw new CommandError('conflict', 'The endpoint is switched off.');
    const eventId = this.ids.next();
    await sendTest(this.database, endpointId, eventId, actorIdOf(actor), this.clock.now());
    return { output: { event_id: eventId } };
  }
}
