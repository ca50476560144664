import type { Database } from '../../database/database.js';
import type { ChatPosition } from './tips.rules.js';

interface PositionRow {
  readonly id: string;
  readonly revision: number;
  readonly moved_ms: number;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  readonly lsm_id: number | null;
}

const POSITIONS = `
  select c.id, c.revision, c.customer_id, c.provider_id, c.lsm_id,
         coalesce((select extract(epoch from max(greatest(r.read_at, r.delivered_at))) * 1000
                   from receipts r where r.chat_id = c.id), 0)::float8 as moved_ms
  from chats c where c.id = any($1::uuid[])`;

/** How far these chats are: one statement for all chats that are joined on a node. */
export async function readPositions(database: Database, chatIds: readonly string[]): Promise<ChatPosition[]> {
  const rows = await database.realtime.query<PositionRow>(POSITIONS, [chatIds]);
  return rows.map((row) => ({
    chatId: row.id,
    revision: row.revision,
    receiptsMovedAt: row.moved_ms,
    memberIds: [row.customer_id, row.provider_id, row.lsm_id].filter((id) => id !== null),
  }));
}
