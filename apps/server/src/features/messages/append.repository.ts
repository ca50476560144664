import type { RealtimeClient } from '../../database/database-client.js';
import { type MessageRecord, type RecordRow, toRecord } from './message-record.js';

const READ_BACK = `
  select m.*
  from unnest($1::uuid[], $2::bigint[]) with ordinality as k (chat_id, seq, ord)
  join message_records m on m.chat_id = k.chat_id and m.seq = k.seq
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
