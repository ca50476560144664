import { Inject } from '@nestjs/common';
import { type InputOf, listReports } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { type CommandHandler, Handles, type Outcome } from '../../kernel/handler.js';
import * as queries from './reports.queries.js';

/** `GET /api/admin/reports`: without what was written. */
@Handles(listReports)
export class ListReports implements CommandHandler<typeof listReports> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle({ status, limit, cursor }: InputOf<typeof listReports>): Promise<Outcome<typeof listReports>> {
    const after = cursor === undefined ? null : queries.readCursor(cursor);
    const rows = await queries.listReports(this.database, status === 'open', limit + 1, after);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > page.length && last !== undefined ? queries.writeCursor(last) : null;
    return { output: { reports: page.map(queries.toReport), next } };
  }
}
