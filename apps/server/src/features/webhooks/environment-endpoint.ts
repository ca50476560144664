import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { webhookTypeSchema } from '@stm-chat/protocol/schemas';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { putEnvironmentEndpoint, unsetEnvironmentEndpoint } from './endpoints.repository.js';

/** `WEBHOOK_URL`: an endpoint like the others, whose address and secret are the operator's. */
@Injectable()
export class EnvironmentEndpoint implements OnModuleInit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Before the feed is followed: nothing that happens from then on is missed. */
  async onModuleInit(): Promise<void> {
    const { endpoint } = this.config.webhooks;
    if (endpoint === null) return unsetEnvironmentEndpoint(this.database);
    const known: readonly string[] = webhookTypeSchema.options;
    const unknown = endpoint.types.filter((type) => !known.includes(type));
    if (unknown.length > 0) {
      throw new Error(`WEBHOOK_EVENTS: ${unknown.join(', ')} is not one of ${known.join(', ')}`);
    }
    await putEnvironmentEndpoint(this.database, endpoint.url, endpoint.types.length > 0 ? endpoint.types : known);
  }
}
