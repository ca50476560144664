import { Inject } from '@nestjs/common';
import { listWebhooks } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { toEndpoint } from './webhooks.mapper.js';
import { listEndpoints } from './webhooks.queries.js';

/** `GET /api/admin/webhooks`: all endpoints; never a secret. */
@Handles(listWebhooks)
export class ListWebhooks implements CommandHandler<typeof listWebhooks> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(): Promise<Outcome<typeof listWebhooks>> {
    const hasText = this.config.webhooks.endpoint?.text === true;
    const rows = await listEndpoints(this.database);
    return { output: { webhooks: rows.map((row) => toEndpoint(row, hasText, this.clock.now())), next: null } };
  }
}
