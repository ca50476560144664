import type { RealtimeClient } from '../../database/database-client.js';
import { type MessageRecord, RECORD_COLUMNS, type RecordRow, REPLY_JOIN, toRecord } from './message-record.js';

const READ_BACK = `
  select ${RECORD_COLUMNS}
  from unnest($1::uuid[], $2::bigint[]) with ordinality as k (chat_id, seq, ord)
  join messages m on m.chat_id = k.chat_id and m.seq = k.seq
  ${REPLY_JOIN}
  order by k.ord`;

/** Reads messages that are known to exist, in the order asked for. @throws CommandError `unavailable` */
export async function readBack(
  database: RealtimeClient,
  keys: readonly { readonly chatId: string; readonly seq: number }[],
): Promise<MessageRecord[]> {
  const rows = await database.query<RecordRow>(READ_BACK, [
    keys.map(({ chatId }) => chatId),
    keys.map(({ seq }) => seq),
  ]);
  return rows.map(toRecord);
}
