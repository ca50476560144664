import { Inject } from '@nestjs/common';
import { deleteWebhook, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { deleteEndpoint } from './endpoints.repository.js';
import { requireEndpoint, requireOwn } from './require-endpoint.js';
import { actorIdOf } from './webhooks.policy.js';

/** `DELETE /api/admin/webhooks/:endpointId`. */
@Handles(deleteWebhook)
export class DeleteWebhook implements CommandHandler<typeof deleteWebhook> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { endpointId }: InputOf<typeof deleteWebhook>,
    { actor }: Context<typeof deleteWebhook>,
  ): Promise<Outcome<typeof deleteWebhook>> {
    requireOwn(await requireEndpoint(this.database, endpointId));
    await deleteEndpoint(this.database, endpointId, actorIdOf(actor));
    return { output: undefined };
  }
}
