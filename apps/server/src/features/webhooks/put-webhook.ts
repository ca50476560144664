import { Inject } from '@nestjs/common';
import { type InputOf, putWebhook } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { changeEndpoint } from './endpoints.repository.js';
import { requireEndpoint, requireOwn } from './require-endpoint.js';
import { toEndpoint } from './webhooks.mapper.js';
import { actorIdOf, requireSafeAddress } from './webhooks.policy.js';
import { ENVIRONMENT_ID } from './webhooks.queries.js';

/** `PUT /api/admin/webhooks/:endpointId`; the one of the environment can be switched on and off, and nothing else. */
@Handles(putWebhook)
export class PutWebhook implements CommandHandler<typeof putWebhook> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { endpointId, ...change }: InputOf<typeof putWebhook>,
    { actor }: Context<typeof putWebhook>,
  ): Promise<Outcome<typeof putWebhook>> {
    const before = await requireEndpoint(this.database, endpointId);
    const { url, types, description } = change;
    const isSwitch = url === undefined && types === undefined && description === undefined;
    if (!isSwitch || before.disabled_reason === 'unset') requireOwn(before);
    if (url !== undefined) requireSafeAddress(url, this.config.server.production);
    await changeEndpoint(this.database, endpointId, change, actorIdOf(actor));
    const row = await requireEndpoint(this.database, endpointId);
    const hasText = endpointId === ENVIRONMENT_ID && this.config.webhooks.endpoint?.text === true;
    return { output: toEndpoint(row, hasText, this.clock.now()) };
  }
}
