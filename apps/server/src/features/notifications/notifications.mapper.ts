import type { Notification, NotificationType } from '@stm-chat/protocol';

export interface NotificationRow {
  readonly id: string;
  readonly user_id: number;
  readonly type: number;
  readonly chat_id: string | null;
  readonly title: string;
  readonly body: string;
  readonly count: number;
  readonly created_at: Date;
  readonly read_at: Date | null;
  readonly dispute: NonNullable<Notification['dispute']> | null;
  readonly report: NonNullable<Notification['report']> | null;
}

/** By the code that stands in the table. */
const TYPES: readonly NotificationType[] = ['message', 'dispute', 'deadline', 'report'];

/** @throws when the database holds a code that this version does not know */
export function toNotification(row: NotificationRow): Notification {
  const type = TYPES[row.type];
  if (type === undefined) throw new Error(`unknown notification type ${row.type} in the database`);
  return {
    id: row.id,
    type,
    chatId: row.chat_id,
    title: row.title,
    body: row.body,
    count: row.count,
    ...(row.dispute === null ? {} : { dispute: row.dispute }),
    ...(row.report === null ? {} : { report: row.report }),
    created_at: row.created_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
  };
}
