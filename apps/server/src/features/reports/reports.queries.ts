import type { QuotedMessage, Report, ReportDecision, ReportReason } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import { invalid } from '../../kernel/errors.js';

export interface ReportRow {
  readonly id: string;
  readonly chat_id: string;
  readonly message_id: string;
  readonly seq: number;
  readonly reason: ReportReason;
  readonly details: string | null;
  readonly reporter_id: number;
  readonly reporter_name: string;
  readonly sender_id: number;
  readonly sender_name: string;
  readonly created_at: Date;
  readonly decision: ReportDecision | null;
  readonly note: string | null;
  readonly decided_by: number | null;
  readonly decided_at: Date | null;
}

const REPORT = `
  r.id, r.chat_id, r.message_id, r.seq, r.reason, r.details, r.reporter_id, a.name as reporter_name, r.sender_id,
  b.name as sender_name, r.created_at, r.decision, r.note, r.decided_by, r.decided_at
  from reports r join users a on a.id = r.reporter_id join users b on b.id = r.sender_id`;

const OPEN = `
  select ${REPORT} where r.decided_at is null and ($2::timestamptz is null or (r.created_at, r.id) > ($2, $3::uuid))
  order by r.created_at, r.id limit $1::int`;
const DECIDED = `
  select ${REPORT} where r.decided_at is not null and ($2::timestamptz is null or (r.created_at, r.id) < ($2, $3::uuid))
  order by r.created_at desc, r.id desc limit $1::int`;

/** A page of reports: open ones from the oldest on, decided ones from the latest back. */
export function listReports(
  database: Database,
  open: boolean,
  limit: number,
  after: { readonly at: Date; readonly id: string } | null,
): Promise<ReportRow[]> {
  return database.pooled.query<ReportRow>(open ? OPEN : DECIDED, [limit, after?.at ?? null, after?.id ?? null]);
}

interface QuoteRow {
  readonly seq: number;
  readonly sender_id: number;
  readonly name: string | null;
  readonly message: string;
  readonly created_at: string;
}

const QUOTES = `
  select (q ->> 'seq')::int as seq, (q ->> 'sender_id')::int as sender_id, u.name, q ->> 'message' as message,
    q ->> 'created_at' as created_at
  from reports r cross join lateral jsonb_array_elements(r.quoted) q left join users u on u.id = (q ->> 'sender_id')::int
  where r.id = $1::uuid order by 1`;

/** Undefined when there is no such report. */
export async function findReport(database: Database, id: string): Promise<ReportRow | undefined> {
  const [row] = await database.pooled.query<ReportRow>(`select ${REPORT} where r.id = $1::uuid`, [id]);
  return row;
}

/** What a report quotes, in its order. */
export async function readQuotes(database: Database, { id, seq }: ReportRow): Promise<QuotedMessage[]> {
  const rows = await database.pooled.query<QuoteRow>(QUOTES, [id]);
  return rows.map(({ name, created_at, ...row }) => ({
    ...row,
    name: name ?? '',
    created_at: new Date(created_at).toISOString(),
    reported: row.seq === seq,
  }));
}

export function toReport(row: ReportRow): Report {
  return {
    id: row.id,
    chatId: row.chat_id,
    messageId: row.message_id,
    reason: row.reason,
    details: row.details,
    reporter: { userId: row.reporter_id, name: row.reporter_name },
    sender: { userId: row.sender_id, name: row.sender_name },
    created_at: row.created_at.toISOString(),
    decision: row.decision,
    note: row.note,
    decided_by: row.decided_by,
    decided_at: row.decided_at?.toISOString() ?? null,
  };
}

const CURSOR = /^r\.(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ created_at, id }: ReportRow): string {
  return Buffer.from(`r.${created_at.getTime()}.${id}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeCursor` wrote */
export function readCursor(cursor: string): { at: Date; id: string } {
  const [, at, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || id === undefined) throw invalid('cursor', 'is not one that an earlier page gave');
  return { at: new Date(Number(at)), id };
}
