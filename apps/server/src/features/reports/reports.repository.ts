import type { ReportDecision, ReportReason } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';

/** How many messages on either side of the reported one go along. */
const AROUND = 5;

export interface NewReport {
  readonly id: string;
  readonly chatId: string;
  readonly messageId: string;
  readonly reporterId: number;
  readonly reason: ReportReason;
  readonly details: string | null;
}

export interface AddedReport {
  readonly outcome: 'done' | 'same' | 'no_message' | 'own' | 'system' | 'deleted';
  readonly report: { readonly id: string; readonly reason: ReportReason; readonly created_at: Date };
}

const ADD = `
  select r.outcome, (r.report).id, (r.report).reason, (r.report).created_at
  from report_message($1::uuid, $2::uuid, $3::uuid, $4::int, $5, $6, $7::int) r`;

/** Keeps a report and what it quotes, as it is now. */
export async function addReport(database: Database, report: NewReport): Promise<AddedReport> {
  const { id, chatId, messageId, reporterId, reason, details } = report;
  const values = [id, chatId, messageId, reporterId, reason, details, AROUND];
  const [row] = await database.realtime.query<AddedReport['report'] & Pick<AddedReport, 'outcome'>>(ADD, values);
  if (row === undefined) throw new Error('report_message gave no row');
  return { outcome: row.outcome, report: row };
}

export interface Decided {
  readonly outcome: 'done' | 'decided' | 'no_report';
  readonly chatId: string;
  readonly messageId: string;
  readonly senderId: number;
  /** Raised with the decision. */
  readonly notifications: readonly { readonly id: string; readonly userId: number }[];
}

interface DecidedRow {
  readonly outcome: Decided['outcome'];
  readonly chat_id: string;
  readonly message_id: string;
  readonly sender_id: number;
  readonly notification: string | null;
  readonly user_id: number | null;
}

const DECIDE = `
  select d.outcome, (d.report).chat_id, (d.report).message_id, (d.report).sender_id, d.notification, d.user_id
  from decide_report($1::uuid, $2::int, $3, $4) d`;

/** Records a decision, and raises the notifications of it, in one statement. @param actorId 0 for the host platform */
export async function decide(
  database: Database,
  reportId: string,
  actorId: number,
  decision: ReportDecision,
  note: string | null,
): Promise<Decided> {
  const rows = await database.realtime.query<DecidedRow>(DECIDE, [reportId, actorId, decision, note]);
  const [first] = rows;
  if (first === undefined) throw new Error('decide_report gave no row');
  return {
    outcome: first.outcome,
    chatId: first.chat_id,
    messageId: first.message_id,
    senderId: first.sender_id,
    notifications: rows.flatMap(({ notification: id, user_id: userId }) =>
      id === null || userId === null ? [] : [{ id, userId }],
    ),
  };
}
