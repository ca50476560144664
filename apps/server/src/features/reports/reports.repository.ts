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

/** See `carry_out_report` in `migrations/functions/reports.sql`. */
export interface CarriedOut {
  readonly outcome: 'done' | 'decided' | 'no_report';
  /** Raised with the decision. */
  readonly told: readonly { readonly id: string; readonly userId: number }[];
  /** Of a sender who was disabled: since when, and the sessions that this ended. */
  readonly disabled_at: Date | null;
  readonly ended: readonly string[] | null;
}

const CARRY_OUT = `
  select r.outcome, r.told, r.disabled_at, r.ended from carry_out_report($1::uuid, $2::int, $3, $4) r`;

/**
 * Records a decision, does what was decided and raises the notifications of it, all of it or nothing.
 * @param actorId 0 for the host platform
 */
export async function carryOut(
  database: Database,
  reportId: string,
  actorId: number,
  decision: ReportDecision,
  note: string | null,
): Promise<CarriedOut> {
  const [row] = await database.realtime.query<CarriedOut>(CARRY_OUT, [reportId, actorId, decision, note]);
  if (row === undefined) throw new Error('carry_out_report gave no row');
  return row;
}
