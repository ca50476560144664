import type { Notification, NotificationType } from '@stm-chat/protocol';
import type { ReadRange } from '../messages/messages.api.js';

const SEAT_OF_LSM = 3;

export interface NotificationRow {
  readonly id: string;
  readonly user_id: number;
  readonly type: number;
  readonly chat_id: string | null;
  readonly title: string;
  readonly body: string;
  /** Of messages: the seat of whom it is for, and the message whose text it shows; null when it shows none. */
  readonly seat_role: number | null;
  readonly shown_seq: number | null;
  readonly count: number;
  readonly created_at: Date;
  readonly read_at: Date | null;
  readonly dispute: NonNullable<Notification['dispute']> | null;
  readonly report: NonNullable<Notification['report']> | null;
}

/** What an LSM is shown of chats by these: it is noted before they are sent. */
export function readIn(rows: readonly NotificationRow[]): ReadRange[] {
  return rows.flatMap(({ chat_id: chatId, user_id: userId, seat_role, shown_seq: seq }) =>
    chatId === null || seq === null || seat_role !== SEAT_OF_LSM ? [] : [{ chatId, userId, from: seq, to: seq }],
  );
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
