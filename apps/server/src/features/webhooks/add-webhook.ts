import { Inject } from '@nestjs/common';
import { addWebhook, type InputOf, webhookTypeSchema } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { addEndpoint, ENDPOINTS_MAX } from './endpoints.repository.js';
import { requireEndpoint } from './require-endpoint.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { newWebhookSecret } from './webhook-signature.rules.js';
import { actorIdOf, requireSafeAddress } from './webhooks.policy.js';
import { toEndpoint } from './webhooks.mapper.js';

/** `POST /api/admin/webhooks`: the one answer that holds the secret. */
@Handles(addWebhook)
export class AddWebhook implements CommandHandler<typeof addWebhook> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WebhookSecrets) private readonly secrets: WebhookSecrets,
  ) {}

  async handle(
    { url, types, description }: InputOf<typeof addWebhook>,
    { actor }: Context<typeof addWebhook>,
  ): Promise<Outcome<typeof addWebhook>> {
    requireSafeAddress(url, this.config.server.production);
    const id = this.ids.next();
    const secret = newWebhookSecret();
    const endpoint = {
      id,
      url,
      description: description ?? '',
      types: types ?? webhookTypeSchema.options,
      secret: this.secrets.seal(id, secret),
    };
    if (!(await addEndpoint(this.database, endpoint, actorIdOf(actor)))) {
      throw new CommandError('conflict', `There are ${ENDPOINTS_MAX} endpoints already.`);
    }
    const row = await requireEndpoint(this.database, id);
    return { output: { ...toEndpoint(row, false, this.clock.now()), secret } };
  }
}
