import { Inject } from '@nestjs/common';
import { type InputOf, listDisputes } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { readCursor, writeCursor } from './dispute-cursor.rules.js';
import { toDispute } from './disputes.mapper.js';
import * as queries from './disputes.queries.js';

/** `GET /api/disputes`: mine, those of my queue, for an admin all; the most urgent first, then what ended last. */
@Handles(listDisputes)
export class ListDisputes implements CommandHandler<typeof listDisputes> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { status, chatId, limit, cursor }: InputOf<typeof listDisputes>,
    { actor: { userId } }: Context<typeof listDisputes>,
  ): Promise<Outcome<typeof listDisputes>> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const wanted = { status, chatId, limit: limit + 1, after };
    const rows = await queries.listDisputes(this.database, userId, wanted, this.clock.now());
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > page.length && last !== undefined ? writeCursor(last) : null;
    return { output: { disputes: page.map(toDispute), next } };
  }
}
