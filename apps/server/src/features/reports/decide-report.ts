import { Inject } from '@nestjs/common';
import { decideReport, type InputOf } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { CommandError, notFound } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { NOTIFICATIONS, type Notifications } from '../notifications/notifications.api.js';
import { findReport, toReport } from './reports.queries.js';
import { decide } from './reports.repository.js';

/**
 * `POST /api/admin/reports/:reportId/decide`. What is decided is done first: it bears repetition, and a crash between the
 * two leaves an open report, never a decision without its effect.
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
    if (found.decision !== null) throw decided();
    if (decision === 'message_removed') await this.messages.remove(found.chat_id, found.message_id, actorId);
    if (decision === 'user_disabled') await this.auth.putUser(found.sender_id, { disabled: true }, actorId);
    const { outcome, notifications } = await decide(this.database, reportId, actorId, decision, note ?? null);
    if (outcome !== 'done') throw decided();
    this.notifications.announce(notifications);
    const row = await findReport(this.database, reportId);
    return { output: toReport(row ?? found) };
  }
}

function decided(): CommandError {
  return new CommandError('conflict', 'The report was decided before.');
}
