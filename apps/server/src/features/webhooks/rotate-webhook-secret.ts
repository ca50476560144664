import { Inject } from '@nestjs/common';
import { type InputOf, rotateWebhookSecret } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { rotateSecret } from './endpoints.repository.js';
import { requireEndpoint, requireOwn } from './require-endpoint.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { newWebhookSecret } from './webhook-signature.rules.js';
import { toEndpoint } from './webhooks.mapper.js';
import { actorIdOf } from './webhooks.policy.js';

/** `POST /api/admin/webhooks/:endpointId/secret`: for a day both secrets sign. */
@Handles(rotateWebhookSecret)
export class RotateWebhookSecret implements CommandHandler<typeof rotateWebhookSecret> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WebhookSecrets) private readonly secrets: WebhookSecrets,
  ) {}

  async handle(
    { endpointId }: InputOf<typeof rotateWebhookSecret>,
    { actor }: Context<typeof rotateWebhookSecret>,
  ): Promise<Outcome<typeof rotateWebhookSecret>> {
    requireOwn(await requireEndpoint(this.database, endpointId));
    const secret = newWebhookSecret();
    const sealed = this.secrets.seal(endpointId, secret);
    await rotateSecret(this.database, endpointId, sealed, actorIdOf(actor), this.clock.now());
    const row = await requireEndpoint(this.database, endpointId);
    return { output: { ...toEndpoint(row, false, this.clock.now()), secret } };
  }
}
