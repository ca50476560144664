import type { Database } from '../../database/database.js';
import type { ReceiptMoved } from './receipts.api.js';

/** What a member says to have read and received. */
export interface Mark {
  readonly chatId: string;
  readonly userId: number;
  /** Up to this `seq`; 0: nothing. What lies past the end of the chat means the end. */
  readonly read: number;
  readonly delivered: number;
}

interface MovedRow {
  readonly nth: number;
  readonly read_seq: number;
  readonly read_at: Date | null;
  readonly delivered_seq: number;
  readonly read_moved: boolean;
  readonly delivered_moved: boolean;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  readonly lsm_id: number | null;
}

const MOVE = 'select * from move_receipts($1::uuid[], $2::int[], $3::bigint[], $4::bigint[])';

/**
 * Moves marks, never back, and gives them as they are now; no two marks may be of the same chat and user.
 * @returns in the order of `marks`; undefined for a mark whose user is no member
 */
export async function moveReceipts(database: Database, marks: readonly Mark[]): Promise<(ReceiptMoved | undefined)[]> {
  const rows = await database.realtime.prepared<MovedRow>('receipts_move', MOVE, [
    marks.map(({ chatId }) => chatId),
    marks.map(({ userId }) => userId),
    marks.map(({ read }) => read),
    marks.map(({ delivered }) => delivered),
  ]);
  const byMark = new Map(rows.map((row) => [row.nth, row]));
  return marks.map(({ chatId, userId }, index) => {
    const row = byMark.get(index + 1);
    if (row === undefined) return undefined;
    return {
      chatId,
      userId,
      readSeq: row.read_seq,
      readAt: row.read_at,
      deliveredSeq: row.delivered_seq,
      readMoved: row.read_moved,
      deliveredMoved: row.delivered_moved,
      memberIds: [row.customer_id, row.provider_id, row.lsm_id].filter((id) => id !== null),
    };
  });
}
