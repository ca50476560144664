import type { Database } from '../../database/database.js';

/** Of a chat's unread messages so many are shown, the latest. */
const SHOWN = 10;

export interface DigestRow {
  readonly seq: number;
  readonly name: string;
  readonly role: number;
  readonly text: string;
  readonly files: number;
  readonly at: Date;
}

/** What a mail is about, as its reader may read it at this moment. */
export interface Digest {
  readonly chatId: string;
  readonly chat: string;
  /** The reader has the LSM's seat: what is given has to be noted first. */
  readonly isLsm: boolean;
  /** The latest, the oldest first. */
  readonly messages: readonly DigestRow[];
}

// Only who has a seat now, and only what the notification tells of above the reader's mark.
const DIGEST = `
  select c.id as chat_id, coalesce(nullif(c.job ->> 'title', ''), c.subject) as chat, m.role = 3 as is_lsm,
    x.seq, u.name, t.sender_type as role, t.message as text, coalesce(jsonb_array_length(t.attachments), 0) as files, t.created_at as at
  from notifications n
  join chat_members m on m.user_id = n.user_id and m.chat_id = n.chat_id and m.left_at is null
  join chats c on c.id = n.chat_id
  cross join lateral (
    select s.seq from telling_messages(n.chat_id, n.user_id, n.spans, read_seq_of(n.chat_id, n.user_id)) s
    order by s.seq desc limit $3::int
  ) x
  join messages t on t.chat_id = n.chat_id and t.seq = x.seq
  join users u on u.id = t.sender_id
  where n.id = $1::uuid and n.user_id = $2::int
  order by x.seq`;

type Row = DigestRow & { readonly chat_id: string; readonly chat: string; readonly is_lsm: boolean };

/** Undefined when nothing is left to tell, or the reader has lost the chat. */
export async function readDigest(
  database: Database,
  notificationId: string,
  userId: number,
): Promise<Digest | undefined> {
  const rows = await database.realtime.query<Row>(DIGEST, [notificationId, userId, SHOWN]);
  const [first] = rows;
  if (first === undefined) return undefined;
  return { chatId: first.chat_id, chat: first.chat, isLsm: first.is_lsm, messages: rows };
}
