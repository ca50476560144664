import type { Database } from '../../database/database.js';
import type { ChannelName } from './delivery.api.js';

export interface QueuedRow {
  readonly id: number;
  readonly notification_id: string;
}

/** What waits to be decided about, the oldest first. */
export function readQueue(database: Database, most: number): Promise<QueuedRow[]> {
  return database.realtime.query<QueuedRow>('select id, notification_id from delivery_queue order by id limit $1', [
    most,
  ]);
}

export interface FactsRow {
  readonly id: string;
  readonly user_id: number;
  readonly type: number;
  readonly chat_id: string | null;
  readonly locale: string | null;
  readonly present: boolean;
  readonly channel: ChannelName;
  readonly upto: number | null;
  readonly since: Date | null;
  readonly last_at: Date | null;
  readonly mentioned: boolean;
  readonly chat_muted_until: Date | null;
  readonly muted_until: Date | null;
  readonly on_all: boolean;
  readonly on_chat: boolean | null;
  readonly preview: boolean;
  readonly quiet_from: number | null;
  readonly quiet_to: number | null;
  readonly time_zone: string;
}

/** What decides about these notifications; nothing for those that are gone, or whose chat is lost to their user. */
export function readFacts(
  database: Database,
  ids: readonly string[],
  channels: readonly ChannelName[],
): Promise<FactsRow[]> {
  return database.realtime.query<FactsRow>('select * from delivery_facts($1::uuid[], $2::text[])', [ids, channels]);
}

export interface DeliveredRow {
  readonly notification_id: string;
  readonly channel: ChannelName;
  readonly target: string;
  readonly user_id: number;
}

const READ_SINCE = `
  select distinct d.chat_id as "chatId", d.user_id as "userId"
  from deliveries d join notifications n on n.id = d.notification_id
  where d.done_seq > 0 and d.withdrawn_at is null and d.channel = any($1::text[])
    and n.type = 0 and n.read_at is null and read_seq_of(d.chat_id, d.user_id) >= d.done_seq
  limit $2`;

/** Members who have read what is still shown to them on a device: whoever took the reading did not live to clear it. */
export function readShownAndRead(
  database: Database,
  channels: readonly ChannelName[],
  most: number,
): Promise<{ readonly chatId: string; readonly userId: number }[]> {
  return database.realtime.query(READ_SINCE, [channels, most]);
}

const DELIVERED = `
  select notification_id, channel, target, user_id from deliveries
  where notification_id = any($1::uuid[]) and done_seq > 0 and withdrawn_at is null`;

/** Where these were delivered and not taken back. */
export function readDelivered(database: Database, ids: readonly string[]): Promise<DeliveredRow[]> {
  return database.realtime.query<DeliveredRow>(DELIVERED, [ids]);
}
