import { Inject } from '@nestjs/common';
import { getReport, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUDIT, type Audit } from '../audit/audit.api.js';
import { findReport, readQuotes, toReport } from './reports.queries.js';

/** `GET /api/admin/reports/:reportId`: with what was written; the look is noted before it is given. */
@Handles(getReport)
export class GetReport implements CommandHandler<typeof getReport> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AUDIT) private readonly audit: Audit,
  ) {}

  async handle(
    { reportId }: InputOf<typeof getReport>,
    { actor }: Context<typeof getReport>,
  ): Promise<Outcome<typeof getReport>> {
    const row = await findReport(this.database, reportId);
    if (row === undefined) throw notFound('report');
    await this.audit.noteLook(actor, 'read_report', `report:${reportId}`);
    return { output: { ...toReport(row), quoted: await readQuotes(this.database, row) } };
  }
}
