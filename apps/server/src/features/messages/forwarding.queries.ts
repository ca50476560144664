import type { Database } from '../../database/database.js';

export interface ForwardedRow {
  readonly seq: number;
  readonly sender_type: number;
  readonly message: string;
}

const SOURCE = `
  select m.seq, m.sender_type, m.message from messages m
  join reading_of($2::uuid, $1::int, now()) r on r.upto_seq is null or (m.seq <= r.upto_seq and m.revision <= r.upto_revision)
  where m.chat_id = $2::uuid and m.id = $3::uuid and m.deleted_at is null`;

/** A message that this user may read now, if it is not deleted. */
export async function readForForwarding(
  database: Database,
  userId: number,
  chatId: string,
  messageId: string,
): Promise<ForwardedRow | undefined> {
  const [row] = await database.realtime.query<ForwardedRow>(SOURCE, [userId, chatId, messageId]);
  return row;
}
