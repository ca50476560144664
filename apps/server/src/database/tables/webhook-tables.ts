import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// What the host platform is told.

export interface WebhookEndpointsTable {
  id: string;
  url: string;
  description: Generated<string>;
  types: string[];
  /** Plain, of a version before secrets were sealed: emptied at the next start. */
  secret: Nullable<string>;
  previous_secret: Nullable<string>;
  secret_sealed: Nullable<Buffer>;
  previous_sealed: Nullable<Buffer>;
  previous_until: Nullable<Date>;
  enabled: Generated<boolean>;
  disabled_reason: Nullable<'admin' | 'gone' | 'unset'>;
  failures: Generated<number>;
  failing_since: Nullable<Date>;
  retry_at: Nullable<Date>;
  last_delivered_at: Nullable<Date>;
  created_by: number;
  created_at: Now;
}

export interface WebhookEventsTable {
  id: string;
  type: string;
  at: Date;
  chat_id: Nullable<string>;
  seq: Nullable<number>;
  data: JSONColumnType<object, string, never>;
  kept_at: Now;
}

export interface WebhookDeliveriesTable {
  event_id: string;
  endpoint_id: string;
  position: GeneratedAlways<number>;
  /** 0 waiting, 1 delivered, 2 failed. */
  state: Generated<0 | 1 | 2>;
  attempts: Generated<number>;
  began_at: Date;
  due_at: Date;
  status: Nullable<number>;
  reason: Nullable<string>;
  tried_at: Nullable<Date>;
  took_ms: Nullable<number>;
}

export interface WebhookProgressTable {
  only_row: Generated<boolean>;
  dispute_position: number;
}
