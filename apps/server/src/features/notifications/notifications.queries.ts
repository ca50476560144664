import type { Database } from '../../database/database.js';
import type { NotificationRow } from './notifications.mapper.js';
import type { PageCursor } from './page-cursor.rules.js';

// A notification of messages is what its messages are now. It is unread while something is left to tell above the
// member's mark, also when nobody has written that down yet: so it agrees with the chat's receipts at every moment.
const VIEW = `
  select n.id, n.user_id, n.type, n.chat_id, n.created_at, n.dispute, n.report,
    case when n.type <> 0 or s.unread then n.read_at
      else coalesce(n.read_at, read_at_of(n.chat_id, n.user_id, n.created_at)) end as read_at,
    case when n.type = 0 then coalesce(nullif(t.name, ''), seat.subject) else n.title end as title,
    case when n.type = 0 then coalesce(left(t.message, 120), '') else n.body end as body,
    (seat.member).role as seat_role, case when n.type = 0 then t.seq end as shown_seq,
    case when n.type = 0 then count_telling(seat.member, n.spans, case when s.unread then seat.read_seq else 0 end)
      else 1 end as count
  from notifications n
  left join lateral (
    select m as member, c.subject, read_seq_of(m.chat_id, m.user_id) as read_seq
    from chat_members m join chats c on c.id = m.chat_id
    where m.user_id = n.user_id and m.chat_id = n.chat_id and m.left_at is null and n.type = 0 offset 0
  ) seat on true
  left join lateral (
    select x.seq, x.message, u.name from telling_messages(n.chat_id, n.user_id, n.spans, 0) x
    left join users u on u.id = x.sender_id order by x.seq desc limit 1
  ) t on true
  cross join lateral (select n.read_at is null and coalesce(t.seq > seat.read_seq, false) as unread) s
  where (n.type <> 0 or seat.subject is not null)`;

const BY_ID = `${VIEW} and n.id = any($1::uuid[])`;

const PAGE = `${VIEW} and n.user_id = $1 and ($3::timestamptz is null or (n.created_at, n.id) < ($3, $4::uuid))
  order by n.created_at desc, n.id desc limit $2`;

/** These notifications as they are now, in no order; nothing for those of chats that their user has lost. */
export function readNotifications(database: Database, ids: readonly string[]): Promise<NotificationRow[]> {
  return database.realtime.query<NotificationRow>(BY_ID, [ids]);
}

/** A page of a user's notifications, newest first. */
export function readPage(
  database: Database,
  userId: number,
  limit: number,
  after: PageCursor | null,
): Promise<NotificationRow[]> {
  return database.pooled.query<NotificationRow>(PAGE, [userId, limit, after?.at ?? null, after?.id ?? null]);
}
