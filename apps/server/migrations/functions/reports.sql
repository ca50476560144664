-- Keeps a report with the reported message and p_around messages on either side, as they are now. outcome: 'done', 'same'
-- (this user has reported this message), 'no_message', 'own', 'system', 'deleted'. The reader's bounds are its own.
create or replace function report_message(
  p_id uuid, p_chat uuid, p_message uuid, p_reporter int, p_reason text, p_details text, p_around int,
  out outcome text, out report reports
) language plpgsql as $$
declare
  m messages;
begin
  select t.* into m from messages t
    join reading_of(p_chat, p_reporter, now()) r on r.upto_seq is null or t.seq <= r.upto_seq
    where t.chat_id = p_chat and t.seq = message_seq(p_chat, p_message);
  outcome := case when m.id is null then 'no_message' when m.sender_type = 0 then 'system'
    when m.sender_id = p_reporter then 'own' when m.deleted_at is not null then 'deleted' else 'done' end;
  select t.* into report from reports t where t.message_id = p_message and t.reporter_id = p_reporter and t.chat_id = p_chat;
  if found then outcome := 'same'; return; end if;
  if outcome <> 'done' then return; end if;
  insert into reports (id, chat_id, message_id, seq, sender_id, reporter_id, reason, details, quoted)
    select p_id, p_chat, p_message, m.seq, m.sender_id, p_reporter, p_reason, p_details, jsonb_agg(jsonb_build_object(
      'seq', q.seq, 'sender_id', q.sender_id, 'sender_type', q.sender_type, 'message', q.message,
      'created_at', q.created_at) order by q.seq)
    from messages q where q.chat_id = p_chat and q.seq between m.seq - p_around and m.seq + p_around
    on conflict (message_id, reporter_id) do nothing
    returning * into report;
  if not found then
    outcome := 'same';
    select t.* into report from reports t where t.message_id = p_message and t.reporter_id = p_reporter;
  end if;
end $$;

-- What an admin decides about a report, and about all open ones of the same message. Both sides are told that something
-- was done; of a dismissal only who reported. outcome: 'done', 'decided' (before, by somebody), 'no_report'.
create or replace function decide_report(p_id uuid, p_actor int, p_decision text, p_note text)
returns table (outcome text, report reports, notification uuid, user_id int) language plpgsql as $$
declare
  r reports;
  v_at timestamptz(3) := clock_timestamp();
begin
  select t.* into r from reports t where t.id = p_id;
  if not found then return query select 'no_report', null::reports, null::uuid, null::int; return; end if;
  -- All that are decided with it, in one order: two admins who decide two of them at once must not wait for each other.
  perform from reports t where t.message_id = r.message_id and t.chat_id = r.chat_id order by t.id for update;
  select t.* into strict r from reports t where t.id = p_id;
  if r.decided_at is not null then return query select 'decided', r, null::uuid, null::int; return; end if;
  return query
    with decided as (
      update reports t set decision = p_decision, note = p_note, decided_by = p_actor, decided_at = v_at
      where t.message_id = r.message_id and t.chat_id = r.chat_id and t.decided_at is null returning t.*
    ), noted as (
      insert into audit (actor, action, target, details)
      select p_actor, 'decide_report', 'report:' || d.id, jsonb_build_object('decision', p_decision, 'user_id', d.sender_id)
      from decided d
    ), told as (
      insert into notifications (user_id, type, chat_id, title, body, created_at, report)
      select x.who, 3, r.chat_id, '', case x.code
          when 'dismissed' then 'Your report was looked at. The message breaks no rule.'
          when 'done' then 'Your report was looked at, and something was done. Thank you.'
          when 'warned' then 'A message of yours was reported and breaks the rules. Please mind them.'
          when 'message_removed' then 'A message of yours was reported and has been removed.'
          else 'A message of yours was reported, and your account was disabled.' end,
        v_at, jsonb_build_object('code', x.code)
      from (
        select distinct d.reporter_id as who, case when p_decision = 'dismissed' then 'dismissed' else 'done' end as code from decided d
        union all
        select r.sender_id, p_decision where p_decision <> 'dismissed'
      ) x
      returning notifications.id, notifications.user_id
    )
    select 'done', r, t.id, t.user_id from (select 1) one left join told t on true;
end $$;

-- As decide_report, and what was decided is done with it: of two admins at once only one has an effect, and there is never a
-- decision without its effect, nor an effect without its decision. told: the notifications, as [{ id, userId }];
-- ended, disabled_at: as of put_user.
create or replace function carry_out_report(
  p_id uuid, p_actor int, p_decision text, p_note text,
  out outcome text, out told jsonb, out ended uuid[], out disabled_at timestamptz
) language plpgsql as $$
declare
  r reports;
begin
  select min(d.outcome),
      coalesce(jsonb_agg(jsonb_build_object('id', d.notification, 'userId', d.user_id)) filter (where d.user_id is not null), '[]')
    into outcome, told
    from decide_report(p_id, p_actor, p_decision, p_note) d;
  if outcome <> 'done' then return; end if;
  select t.* into strict r from reports t where t.id = p_id;
  if p_decision = 'message_removed' then
    perform remove_message(r.chat_id, p_actor, r.message_id);
  elsif p_decision = 'user_disabled' then
    select p.ended, (p.person).disabled_at into ended, disabled_at
      from put_user(r.sender_id, '{"disabled": true}', p_actor) p;
  end if;
end $$;
