import type { Database } from '../../database/database.js';
import type { DeliveryStep } from '@stm-chat/protocol';
import type { ChannelName } from './delivery.api.js';

export interface ToldRow {
  readonly notification_id: string;
  readonly type: number | null;
  readonly chat_id: string | null;
  readonly raised_at: Date;
  readonly read_at: Date | null;
}

// What was decided about, and what is there with nothing decided: the newest first, by when it was raised.
const TOLD = `
  select * from (
    select coalesce(n.id, h.notification_id) as notification_id, n.type, coalesce(n.chat_id, h.chat_id) as chat_id,
      coalesce(n.created_at, h.first_at) as raised_at, n.read_at
    from (
      select x.notification_id, min(x.at) as first_at,
        (select d.chat_id from deliveries d where d.notification_id = x.notification_id limit 1) as chat_id
      from delivery_hops x where x.user_id = $1 group by x.notification_id
    ) h full join (select * from notifications where user_id = $1) n on n.id = h.notification_id
  ) t
  where ($2::uuid is null or t.chat_id = $2) and ($4::timestamptz is null or (t.raised_at, t.notification_id) < ($4, $5::uuid))
  order by t.raised_at desc, t.notification_id desc limit $3`;

/** What a user was told of, the newest first. */
export function readTold(
  database: Database,
  userId: number,
  chatId: string | null,
  limit: number,
  after: { readonly at: Date; readonly id: string } | null,
): Promise<ToldRow[]> {
  return database.pooled.query<ToldRow>(TOLD, [userId, chatId, limit, after?.at ?? null, after?.id ?? null]);
}

export interface HopRow {
  readonly notification_id: string;
  readonly at: Date;
  readonly channel: ChannelName;
  readonly target: string | null;
  readonly step: DeliveryStep;
  readonly detail: { readonly why?: string; readonly at?: string; readonly attempt?: number };
}

const HOPS = `
  select x.notification_id, x.at, x.channel, x.target, x.step, x.detail
  from unnest($1::uuid[]) as n (id)
  cross join lateral (select * from delivery_hops h where h.notification_id = n.id order by h.id desc limit 200) x
  order by x.id`;

/** The last steps of these, in order. */
export function readHops(database: Database, ids: readonly string[]): Promise<HopRow[]> {
  return database.pooled.query<HopRow>(HOPS, [ids]);
}

export interface ChatStateRow {
  readonly member: boolean;
  readonly muted_until: Date | null;
  readonly last_seq: number;
  readonly read_seq: number;
  readonly told_seq: number;
}

const CHAT = `
  select exists (select from chat_members m where m.chat_id = c.id and m.user_id = $1 and m.left_at is null) as member,
    (select f.muted_until from chat_prefs f where f.chat_id = c.id and f.user_id = $1) as muted_until,
    c.last_seq, read_seq_of(c.id, $1) as read_seq,
    coalesce((select k.told_seq from notification_marks k where k.chat_id = c.id and k.user_id = $1), 0) as told_seq
  from chats c where c.id = $2`;

/** How a user stands to a chat; undefined when there is no such chat. */
export async function readChatState(
  database: Database,
  userId: number,
  chatId: string,
): Promise<ChatStateRow | undefined> {
  const [row] = await database.pooled.query<ChatStateRow>(CHAT, [userId, chatId]);
  return row;
}
