import { Inject } from '@nestjs/common';
import { type InputOf, listWebhookDeliveries } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { readDeliveryCursor, writeDeliveryCursor } from './delivery-cursor.rules.js';
import { requireEndpoint } from './require-endpoint.js';
import { toDelivery } from './webhooks.mapper.js';
import { listDeliveries } from './webhooks.queries.js';

/** `GET /api/admin/webhooks/:endpointId/deliveries`: a page, the latest first. */
@Handles(listWebhookDeliveries)
export class ListWebhookDeliveries implements CommandHandler<typeof listWebhookDeliveries> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle({
    endpointId,
    state,
    cursor,
    limit,
  }: InputOf<typeof listWebhookDeliveries>): Promise<Outcome<typeof listWebhookDeliveries>> {
    const before = cursor === undefined ? null : readDeliveryCursor(cursor);
    await requireEndpoint(this.database, endpointId);
    const rows = await listDeliveries(this.database, endpointId, { before, state: state ?? null, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > page.length && last !== undefined ? writeDeliveryCursor(last.position) : null;
    return { output: { deliveries: page.map(toDelivery), next } };
  }
}
