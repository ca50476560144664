import { Inject } from '@nestjs/common';
import { decideReport, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { NOTIFICATIONS, type Notifications } from '../notifications/notifications.api.js';
import { findReport, toReport } from './reports.queries.js';
import { carryOut } from './reports.repository.js';

/**
 * `POST /api/admin/reports/:reportId/decide`. What is decided is done in the transaction that records it. A crash before
 * everybody was told loses nothing: access ends on what the database says, clients catch up, notifications are there.
 */
@Handles(decideReport)
export class DecideReport implements CommandHandler<typeof decideReport> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AUTH) private readonly auth: Auth,
    @Inject(MESSAGES) private readonly messages: Messages,
    @Inject(NOTIFICATIONS) private readonly notifications: Notifications,
  ) {}

  async handle(
    { reportId, decision, note }: InputOf<typeof decideReport>,
    { actor }: Context<typeof decideReport>,
  ): Promise<Outcome<typeof decideReport>> {
    const actorId = actor.kind === 'user' ? actor.userId : 0;
    const found = await findReport(this.database, reportId);
    if (found === undefined) throw notFound('report');
    const { outcome, told, ...disabled } = await carryOut(this.database, reportId, actorId, decision, note ?? null);
    if (outcome !== 'done') throw new CommandError('conflict', 'The report was decided before.');
    this.notifications.announce(told);
    const { disabled_at: since, ended } = disabled;
    if (since !== null) this.auth.disabled(found.sender_id, { since, ended: ended ?? [] });
    if (decision === 'message_removed') await this.messages.removed(found.chat_id, found.message_id);
    const row = await findReport(this.database, reportId);
    return { output: toReport(row ?? found) };
  }
}
