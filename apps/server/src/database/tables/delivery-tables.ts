import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// How notifications reach people who are away.

export interface DeliveryQueueTable {
  id: GeneratedAlways<number>;
  notification_id: string;
}

export interface DeliveryPrefsTable {
  user_id: number;
  muted_until: Nullable<Date>;
  push: Generated<boolean>;
  mail: Generated<boolean>;
  preview: Generated<boolean>;
  quiet_from: Nullable<number>;
  quiet_to: Nullable<number>;
  time_zone: Generated<string>;
  updated_at: Now;
}

export interface DeliveryChatPrefsTable {
  user_id: number;
  chat_id: string;
  push: Nullable<boolean>;
  mail: Nullable<boolean>;
  preview: Nullable<boolean>;
  quiet_from: Nullable<number>;
  quiet_to: Nullable<number>;
  /** No quiet hours in this chat. */
  quiet_none: Generated<boolean>;
  updated_at: Now;
}

export interface DeliveriesTable {
  notification_id: string;
  channel: string;
  target: string;
  user_id: number;
  chat_id: Nullable<string>;
  claimed_seq: number;
  claimed_by: number;
  claimed_at: Date;
  unsure: Generated<boolean>;
  done_seq: Generated<number>;
  done_at: Nullable<Date>;
  withdrawn_at: Nullable<Date>;
}

export interface DeliveryHopsTable {
  id: GeneratedAlways<number>;
  at: Now;
  notification_id: string;
  user_id: number;
  channel: string;
  target: Nullable<string>;
  step: string;
  detail: JSONColumnType<object, string | undefined, never>;
}
