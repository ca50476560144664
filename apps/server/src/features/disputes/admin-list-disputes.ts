import { Inject } from '@nestjs/common';
import { adminListDisputes, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import { toEvent } from './disputes.mapper.js';
import { readEvents } from './disputes.queries.js';

/** `GET /api/admin/disputes?since=`: what happened to disputes, each once and in order; the host asks from where it was. */
@Handles(adminListDisputes)
export class AdminListDisputes implements CommandHandler<typeof adminListDisputes> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle({ since, limit }: InputOf<typeof adminListDisputes>): Promise<Outcome<typeof adminListDisputes>> {
    const events = (await readEvents(this.database, since, limit + 1)).map(toEvent);
    const page = events.slice(0, limit);
    return { output: { disputes: page, next: events.length > page.length ? (page.at(-1)?.id ?? null) : null } };
  }
}
