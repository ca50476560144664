-- Delivery of notifications. Called by features/delivery.

-- Every notification that was raised or counted up, and every delivered one that was read or lost, is decided about.
create or replace function queue_raised() returns trigger language plpgsql as $$
begin
  insert into delivery_queue (notification_id) select n.id from changed n where n.read_at is null;
  return null;
end $$;
create or replace function queue_changed() returns trigger language plpgsql as $$
begin
  insert into delivery_queue (notification_id)
    select n.id from changed n join was w on w.id = n.id
    where n.read_at is null and n.spans <> w.spans
      or n.read_at is not null and w.read_at is null and exists (
        select from deliveries d where d.notification_id = n.id and d.done_seq > 0 and d.withdrawn_at is null);
  return null;
end $$;
create or replace function queue_lost() returns trigger language plpgsql as $$
begin
  insert into delivery_queue (notification_id)
    select w.id from was w
    where w.read_at is null and exists (
      select from deliveries d where d.notification_id = w.id and d.done_seq > 0 and d.withdrawn_at is null);
  return null;
end $$;
create or replace trigger queue_raised after insert on notifications
  referencing new table as changed for each statement execute function queue_raised();
create or replace trigger queue_changed after update on notifications
  referencing old table as was new table as changed for each statement execute function queue_changed();
create or replace trigger queue_lost after delete on notifications
  referencing old table as was for each statement execute function queue_lost();

-- What decides about these notifications, for each channel; nothing for those that are gone with their chat.
--   upto: the newest unread message that it tells of (1 for what is not of messages); null: nothing is left to tell
--   since: when the oldest of those came that this channel has delivered nowhere yet; null: all of it was
--   mentioned: it names the user, which is told in muted chats too
create or replace function delivery_facts(p_ids uuid[], p_channels text[])
returns table (
  id uuid, user_id int, type smallint, chat_id uuid, locale text, present boolean, channel text,
  upto bigint, since timestamptz, last_at timestamptz, mentioned boolean, chat_muted_until timestamptz,
  muted_until timestamptz, on_all boolean, on_chat boolean, preview boolean, quiet_from smallint, quiet_to smallint,
  time_zone text
) language sql stable
  set enable_seqscan = off
as $$
  select n.id, n.user_id, n.type, n.chat_id, u.locale, u.disabled_at is null and u.erased_at is null, c.channel,
    told.upto, told.since, before.last_at,
    n.type = 0 and exists (select from messages q
      where q.chat_id = n.chat_id and q.seq > seat.read_seq and q.seq >= lower(n.spans) and q.seq <= told.upto
        and n.spans @> q.seq and q.deleted_at is null
        and q.more -> 'mentions' @> jsonb_build_array(jsonb_build_object('userId', n.user_id))),
    f.muted_until, p.muted_until,
    coalesce(case c.channel when 'push' then p.push when 'mail' then p.mail end, true),
    case c.channel when 'push' then o.push when 'mail' then o.mail end,
    coalesce(o.preview, p.preview, true), quiet.from_minute, quiet.to_minute, coalesce(p.time_zone, 'UTC')
  from unnest(p_ids) as i (id)
  join notifications n on n.id = i.id
  join users u on u.id = n.user_id
  cross join unnest(p_channels) as c (channel)
  left join delivery_prefs p on p.user_id = n.user_id
  left join delivery_chat_prefs o on o.user_id = n.user_id and o.chat_id = n.chat_id
  cross join lateral (
    select case when o.quiet_none then null when o.quiet_from is null then p.quiet_from else o.quiet_from end as from_minute,
      case when o.quiet_none then null when o.quiet_from is null then p.quiet_to else o.quiet_to end as to_minute
  ) quiet
  left join chat_prefs f on f.user_id = n.user_id and f.chat_id = n.chat_id
  left join lateral (
    select read_seq_of(m.chat_id, m.user_id) as read_seq from chat_members m
    where m.user_id = n.user_id and m.chat_id = n.chat_id and m.left_at is null and n.type = 0 offset 0
  ) seat on true
  cross join lateral (
    select max(d.done_seq) as covered, max(d.done_at) as last_at from deliveries d
    where d.notification_id = n.id and d.channel = c.channel
  ) before
  left join lateral (
    select max(x.seq) as upto, min(x.message_created_at) filter (where x.seq > coalesce(before.covered, 0)) as since
    from telling_messages(n.chat_id, n.user_id, n.spans, seat.read_seq) x where n.type = 0 and n.read_at is null
    having n.type = 0
    union all
    select 1, n.created_at where n.type <> 0 and n.read_at is null and coalesce(before.covered, 0) = 0
    union all
    select 1, null where n.type <> 0 and n.read_at is null and before.covered > 0
  ) told on true
  where n.type <> 0 or seat.read_seq is not null
$$;

-- Who delivers this to that target, in one statement: at most one at a time has it for the same messages. What was read,
-- lost or delivered is nobody's. The same job again takes up what it began; what somebody else began is left to them,
-- unless there is more to tell or they have said nothing for p_lease.
--   claimed: deliver up to `upto`; `again`: an earlier try may have arrived
--   done: it is delivered · nothing: there is nothing to tell (any more) · busy: somebody else is at it
create or replace function claim_delivery(p_id uuid, p_channel text, p_target text, p_job bigint, p_lease interval)
returns table (outcome text, upto bigint, again boolean) language sql as $$
  with fact as materialized (
    select f.user_id, f.chat_id, f.upto from delivery_facts(array[p_id], array[p_channel]) f where f.upto is not null and f.present
  ), claimed as (
    insert into deliveries as d (notification_id, channel, target, user_id, chat_id, claimed_seq, claimed_by, claimed_at)
    select p_id, p_channel, p_target, f.user_id, f.chat_id, f.upto, p_job, clock_timestamp() from fact f
    on conflict (notification_id, channel, target) do update set
      claimed_seq = excluded.claimed_seq, claimed_by = excluded.claimed_by, claimed_at = excluded.claimed_at,
      unsure = d.unsure or d.claimed_seq = excluded.claimed_seq and d.claimed_seq > d.done_seq
    where excluded.claimed_seq > d.done_seq and (
      d.claimed_seq <= d.done_seq or d.claimed_by = excluded.claimed_by or excluded.claimed_seq > d.claimed_seq
      or d.claimed_at < clock_timestamp() - p_lease)
    returning d.claimed_seq, d.unsure
  )
  select 'claimed', c.claimed_seq, c.unsure from claimed c
  union all
  select case
      when not exists (select from fact) then 'nothing'
      when exists (select from deliveries d, fact f where d.notification_id = p_id and d.channel = p_channel
        and d.target = p_target and d.done_seq >= f.upto) then 'done'
      else 'busy' end, null, null
  where not exists (select from claimed)
$$;
