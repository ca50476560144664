import type { Database } from '../../database/database.js';
import type { MessageRange } from '../feed/feed.api.js';
import type { NotificationOfUser } from './notifications.api.js';

interface Row {
  readonly id: string;
  readonly user_id: number;
}

const NOTIFY = 'select * from notify_members($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz)';

/**
 * Tells the members of these chats of their messages: one statement moves what each was told, and raises notifications.
 * The same messages again change nothing.
 * @param ranges each chat once
 * @param openFor users who have the chat open on a device: they are not told
 * @returns the notifications that tell of these messages, raised now or before, and those that were found read
 */
export async function notifyMembers(
  database: Database,
  ranges: readonly MessageRange[],
  openFor: (chatId: string) => readonly number[],
  now: number,
): Promise<NotificationOfUser[]> {
  const rows = await database.realtime.prepared<Row>('notify_members', NOTIFY, [
    ranges.map(({ chatId }) => chatId),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
    ranges.map(({ chatId }) => `{${openFor(chatId).join()}}`),
    new Date(now),
  ]);
  return rows.map(toNotificationOfUser);
}

/** What moved: a member's read mark, or a message that is now deleted or edited. */
export type Settling =
  | { readonly chatId: string; readonly userId: number; readonly seq: null }
  | { readonly chatId: string; readonly userId: null; readonly seq: number };

const SETTLE = 'select * from settle_notifications($1::uuid[], $2::int[], $3::bigint[], $4::timestamptz)';

/**
 * Clears the notifications in which nothing is left to tell.
 * @returns those that are not what they were: cleared, or telling of fewer or other messages
 */
export async function settleNotifications(
  database: Database,
  moved: readonly Settling[],
  now: number,
): Promise<NotificationOfUser[]> {
  const rows = await database.realtime.query<Row>(SETTLE, [
    moved.map(({ chatId }) => chatId),
    moved.map(({ userId }) => userId),
    moved.map(({ seq }) => seq),
    new Date(now),
  ]);
  return rows.map(toNotificationOfUser);
}

export interface Marked {
  readonly ids: readonly string[] | null;
  readonly chatId: string | null;
  readonly all: boolean;
}

const MARK_READ = `
  update notifications n set read_at = $5
  where n.user_id = $1 and n.read_at is null and (n.id = any($2::uuid[]) or n.chat_id = $3::uuid or $4)
  returning n.id, n.user_id`;

/** Marks a user's own notifications read. @returns those that were not */
export async function markNotificationsRead(
  database: Database,
  userId: number,
  { ids, chatId, all }: Marked,
  now: number,
): Promise<NotificationOfUser[]> {
  const rows = await database.realtime.query<Row>(MARK_READ, [userId, ids, chatId, all, new Date(now)]);
  return rows.map(toNotificationOfUser);
}

const toNotificationOfUser = (row: Row): NotificationOfUser => ({ id: row.id, userId: row.user_id });
