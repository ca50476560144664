import type { Database } from '../../database/database.js';
import { type MessageRecord, type RecordRow, toRecord } from './message-record.js';

// Of a reading that is left of a seat only what has not changed since: as for the search.
const PINS = `
  select m.* from message_records m
  join reading_of($2::uuid, $1::int, now()) r on r.upto_seq is null or (m.seq <= r.upto_seq and m.revision <= r.upto_revision)
  where m.chat_id = $2::uuid and m.seq in (select p.seq from messages p where p.chat_id = $2::uuid and p.more ? 'pinned')
  order by m.more -> 'pinned' ->> 'at' desc, m.seq desc`;

/** The pinned messages that this user may read, the latest pin first. */
export async function readPins(database: Database, userId: number, chatId: string): Promise<MessageRecord[]> {
  return (await database.pooled.query<RecordRow>(PINS, [userId, chatId])).map(toRecord);
}
