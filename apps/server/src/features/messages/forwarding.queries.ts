import { type MessageType, messageTypeOf } from '../../database/codes.js';
import type { Database } from '../../database/database.js';

interface SourceRow {
  readonly seq: number;
  readonly sender_type: number;
  readonly message: string;
  readonly message_type: number;
  readonly files: boolean;
  /** Of a dispute. */
  readonly in_lane: boolean;
}

/** What is forwarded of a message. */
export interface ForwardedMessage extends Omit<SourceRow, 'message_type'> {
  readonly type: MessageType;
}

const SOURCE = `
  select m.seq, m.sender_type, m.message, m.message_type, m.attachments is not null as files,
    c.parent_id is not null as in_lane
  from messages m join chats c on c.id = m.chat_id
  join reading_of($2::uuid, $1::int, now()) r on r.upto_seq is null or (m.seq <= r.upto_seq and m.revision <= r.upto_revision)
  where m.chat_id = $2::uuid and m.seq = message_seq($2::uuid, $3::uuid) and m.deleted_at is null`;

/** A message that this user may read now, if it is not deleted. */
export async function readForForwarding(
  database: Database,
  userId: number,
  chatId: string,
  messageId: string,
): Promise<ForwardedMessage | undefined> {
  const [row] = await database.realtime.query<SourceRow>(SOURCE, [userId, chatId, messageId]);
  if (row === undefined) return undefined;
  const { message_type: type, ...source } = row;
  return { ...source, type: messageTypeOf(type) };
}
