import type { Database } from '../../database/database.js';

/**
 * Begins where no user exists, or goes on with what was interrupted.
 * @returns false when there is nothing to make
 */
export async function beginDemo(database: Database): Promise<boolean> {
  await database.realtime.query(
    'insert into demo_data (only_row) select true where not exists (select 1 from users) on conflict do nothing',
  );
  const rows = await database.realtime.query('select 1 from demo_data where finished_at is null');
  return rows.length > 0;
}

export async function finishDemo(database: Database): Promise<void> {
  await database.realtime.query('update demo_data set finished_at = now()');
}

/** Remembers an account with the hash of its public password. */
export async function keepDemoAccount(database: Database, userId: number): Promise<void> {
  await database.realtime.query(
    `insert into demo_accounts (user_id, password_hash) select id, password_hash from users where id = $1
     on conflict do nothing`,
    [userId],
  );
}

export interface DemoAccountRow {
  readonly user_id: number;
  readonly email: string;
  readonly disabled: boolean;
  /** Disabled because the server is no demo, and by nobody else. */
  readonly asleep: boolean;
}

/** The accounts that have their public passwords still. */
export function readDemoAccounts(database: Database): Promise<DemoAccountRow[]> {
  return database.realtime.query<DemoAccountRow>(
    `select u.id as user_id, u.email, u.disabled_at is not null as disabled, d.asleep
     from demo_accounts d join users u on u.id = d.user_id and u.password_hash = d.password_hash
     where u.erased_at is null order by u.id`,
  );
}

export async function keepAsleep(database: Database, userId: number, asleep: boolean): Promise<void> {
  await database.realtime.query('update demo_accounts set asleep = $2 where user_id = $1', [userId, asleep]);
}

/**
 * Moves a chat that was made a moment ago into the past. This is the one place that writes into the tables of other
 * features, and only into chats of the demo: everything else about them is made by the features' own commands, and only
 * the times are not, because no command may choose its time.
 * @param times of its messages, in `seq` order
 */
export async function backdateChat(database: Database, chatId: string, times: readonly Date[]): Promise<void> {
  await database.realtime.query(
    `with told as (select * from unnest($2::timestamptz[]) with ordinality as t (at, seq)),
     moved as (
       update messages m set created_at = t.at from told t where m.chat_id = $1 and m.seq = t.seq
     ), members as (
       update chat_members set joined_at = (select min(at) from told) where chat_id = $1
     ), marks as (
       update receipts r set
         read_at = (select at + interval '40 s' from told where seq = r.read_seq),
         delivered_at = (select at + interval '2 s' from told where seq = r.delivered_seq)
       where r.chat_id = $1
     )
     update chats set
       created_at = (select min(at) - interval '1 min' from told),
       last_activity_at = (select max(at) from told),
       closed_at = case when status = 2 then (select max(at) from told) end
     where id = $1`,
    [chatId, times],
  );
}

/** As `backdateChat`, for the disputes of a chat that was moved: their times are those of the messages that tell of them. */
export async function backdateDisputes(database: Database, chatId: string): Promise<void> {
  await database.realtime.query(
    `with told as (
       select d.id, o.created_at as opened, j.created_at as joined, e.created_at as ended,
         (select min(m.created_at) from messages m where m.chat_id = d.chat_id and m.sender_type = 3) as answered
       from disputes d
       join messages o on o.chat_id = d.chat_id and o.seq = d.opened_seq
       left join messages j on j.chat_id = d.chat_id and j.extra -> 'system' ->> 'code' = 'dispute_joined'
       left join messages e on e.chat_id = d.chat_id and e.seq = d.closed_seq
       where d.chat_id = $1
     ), assignments as (
       update dispute_assignments a set began_at = t.joined, ended_at = t.ended from told t where a.dispute_id = t.id
     ), places as (
       select t.id as dispute_id, $1::uuid as chat_id, t.joined, t.ended from told t
       union all select t.id, l.chat_id, t.joined, t.ended from told t join dispute_lanes l on l.dispute_id = t.id
     ), members as (
       update chat_members m set joined_at = p.joined, left_at = case when m.left_at is not null then p.ended end
       from places p where m.chat_id = p.chat_id and (m.role = 3 or p.chat_id <> $1)
     ), events as (
       update dispute_events v set at = case v.type when 'opened' then t.opened when 'assigned' then t.joined else t.ended end
       from told t where v.dispute_id = t.id
     ), notices as (
       update notifications n set created_at = coalesce(t.ended, t.joined) from told t where n.dispute ->> 'id' = t.id::text
     )
     update disputes d set opened_at = t.opened, assigned_at = t.joined, answered_at = t.answered, answer_by = null,
       settle_by = t.opened + (d.settle_by - d.opened_at),
       resolved_at = case when d.status = 2 then t.ended end, closed_at = t.ended
     from told t where d.id = t.id`,
    [chatId],
  );
}
