import type { DisputeEvent } from '@stm-chat/protocol';
import type { Database } from '../../database/database.js';
import type { MessageRange } from '../feed/feed.api.js';

/** The job that sends what is due to one endpoint: `webhook-sender.ts`. */
export const SEND_JOB = 'webhooks';

/** @param endpoint an SQL expression: its id. @param runAt another one: when */
export const addSendJob = (endpoint: string, runAt: string) =>
  `stm_chat_jobs.add_job('${SEND_JOB}', json_build_object('endpointId', ${endpoint}), queue_name => 'webhooks:' || ${endpoint},
     job_key => 'webhooks:' || ${endpoint}, run_at => ${runAt})`;

/** From the statement's own clock: `p_now`, milliseconds, and the database's need not agree. */
export const laterBy = (until: string, now: string) =>
  `clock_timestamp() + greatest(coalesce(${until}, ${now}) - ${now}, interval '0')`;

/**
 * The end of every statement that tells of something: `found` (id, type, at, chat_id, seq, data) is kept where anybody
 * wants it, is on its way to everybody who is enabled, and those who send it are called. All of it, or nothing; what is
 * there already is not told again. `$1` is the present time.
 */
const TELL = `
  kept as (
    insert into webhook_events (id, type, at, chat_id, seq, data)
    select f.id, f.type, f.at, f.chat_id, f.seq, f.data from found f
    where exists (select from webhook_endpoints e where f.type = any (e.types))
    order by f.at, f.seq
    on conflict (id) do nothing returning id, type
  ), sent as (
    insert into webhook_deliveries (event_id, endpoint_id, began_at, due_at)
    select k.id, e.id, $1::timestamptz, $1::timestamptz from kept k join webhook_endpoints e on e.enabled and k.type = any (e.types)
    returning endpoint_id
  )
  select ${addSendJob('e.id', laterBy('e.retry_at', '$1::timestamptz'))}
  from webhook_endpoints e where e.id in (select s.endpoint_id from sent s)`;

const CHAT_FACTS = `jsonb_build_object('chatId', c.id, 'job_id', c.job_id, 'customer_id', c.customer_id,
  'provider_id', c.provider_id, 'lsm_id', c.lsm_id)`;

const MESSAGE_FACTS = `${CHAT_FACTS} || jsonb_build_object('message_id', m.id, 'seq', m.seq, 'sender_id', m.sender_id,
  'sender_type', role_name(m.sender_type),
  'message_type', (array['text', 'image', 'document', 'voice', 'system'])[m.message_type + 1],
  'attachments', coalesce(jsonb_array_length(m.attachments), 0),
  'created_at', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

const TELL_MESSAGES = `
  with found as (
    select md5('message.created ' || m.id)::uuid as id, 'message.created' as type, m.created_at as at, m.chat_id, m.seq,
      ${MESSAGE_FACTS} as data
    from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as r (chat_id, first, last)
    join chats c on c.id = r.chat_id and c.parent_id is null
    join messages m on m.chat_id = r.chat_id and m.seq between r.first and r.last and m.sender_type <> 0
  ), ${TELL}`;

/** People's messages; the system's say what has an event of its own. Nothing of a lane (LN2, LN3). */
export async function tellMessages(database: Database, ranges: readonly MessageRange[], now: number): Promise<void> {
  await database.realtime.query(TELL_MESSAGES, [
    new Date(now),
    ranges.map(({ chatId }) => chatId),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
  ]);
}

/** The kinds of `changes` that have an event, and its type. */
export const CHANGE_TYPES: Readonly<Record<string, string>> = {
  edit: 'message.edited',
  delete: 'message.deleted',
  opened: 'chat.opened',
  closed: 'chat.closed',
  reopened: 'chat.reopened',
  seated: 'member.added',
  unseated: 'member.removed',
};

const typeOf = `case x.kind ${Object.entries(CHANGE_TYPES)
  .map(([kind, type]) => `when '${kind}' then '${type}'`)
  .join(' ')} end`;

// The time of the change is part of the id: in a database that was restored to an earlier state a revision comes again.
const TELL_CHANGES = `
  with found as (
    select md5(concat_ws(' ', t.type, x.chat_id, x.revision, extract(epoch from x.created_at)))::uuid as id, t.type,
      x.created_at as at, x.chat_id, x.seq,
      case when x.seq is not null then ${MESSAGE_FACTS}
        when x.kind in ('seated', 'unseated') then ${CHAT_FACTS} || jsonb_build_object('actor_id', x.actor_id,
          'userId', (x.before ->> 'user_id')::int, 'role', role_name(coalesce((x.before ->> 'role')::smallint, s.role)))
        else ${CHAT_FACTS} || jsonb_build_object('actor_id', x.actor_id) end as data
    from unnest($2::uuid[], $3::bigint[]) as r (chat_id, revision)
    join chats c on c.id = r.chat_id and c.parent_id is null
    join changes x on x.chat_id = r.chat_id and x.revision = r.revision
    cross join lateral (select ${typeOf} as type) t
    left join messages m on m.chat_id = x.chat_id and m.seq = x.seq
    left join chat_members s on x.kind = 'unseated' and s.chat_id = x.chat_id and s.user_id = (x.before ->> 'user_id')::int
    where t.type is not null and (x.seq is null or m.sender_type <> 0)
  ), ${TELL}`;

export interface ToldChange {
  readonly chatId: string;
  readonly revision: number;
}

/** What else happened to messages, chats and their members. */
export async function tellChanges(database: Database, changes: readonly ToldChange[], now: number): Promise<void> {
  await database.realtime.query(TELL_CHANGES, [
    new Date(now),
    changes.map(({ chatId }) => chatId),
    changes.map(({ revision }) => revision),
  ]);
}

const TELL_DISPUTES = `
  with found as (
    select (d ->> 'event_id')::uuid as id, 'dispute.' || (d ->> 'type') as type, (d ->> 'at')::timestamptz as at,
      (d ->> 'chatId')::uuid as chat_id, null::bigint as seq, d as data
    from jsonb_array_elements($2::jsonb) d
  ), moved as (
    update webhook_progress set dispute_position = greatest(dispute_position, $3::bigint)
  ), ${TELL}`;

/** Steps of disputes, under the ids that they have. @param events in order, at least one */
export async function tellDisputes(database: Database, events: readonly DisputeEvent[], now: number): Promise<void> {
  await database.realtime.query(TELL_DISPUTES, [new Date(now), JSON.stringify(events), events.at(-1)?.id ?? 0]);
}
