-- The steps of a dispute. Called by features/disputes/disputes.repository.ts.
--
-- What is allowed, and what follows from it, is decided by pure code (disputes.policy.ts, disputes.rules.ts) from what it
-- read: the dispute with its version, and the actor's standing. A step here takes the locks of the chat and its lanes,
-- sees whether both are still so, and writes all of it or nothing: the dispute, seats, lanes, status, the message in the
-- thread, the event for the host platform, notifications and the next look at the deadlines. 'moved': decide again.

-- What somebody is to a dispute; null: nothing, it does not exist for them. Parties first: nobody settles their own case.
create or replace function dispute_standing(d disputes, c chats, p_user int, p_now timestamptz) returns text
language sql stable as $$
  select case
    when p_user = c.customer_id then 'customer'
    when p_user = c.provider_id then 'provider'
    when d.status = 1 and d.lsm_id = p_user and c.lsm_id = p_user and u.role = 'lsm' then 'lsm'
    -- By what the end left, or by the seat of a later dispute.
    when d.status >= 2 and d.lsm_id = p_user and u.role = 'lsm' and exists (
      select from reading_of(d.chat_id, p_user, p_now) r
      where r.role = 3 and (r.upto_seq is null or r.upto_seq >= d.closed_seq)) then 'former'
    when u.role = 'admin' then 'admin'
    when u.role = 'lsm' and (d.region is null or lower(d.region) = lower(u.region)) then 'region'
  end
  from (select 1) as one
  left join users u on u.id = p_user and u.disabled_at is null and u.erased_at is null
$$;

-- Whether this user can have the case: an LSM of its region who is no party.
create or replace function can_have_dispute(d disputes, c chats, p_user int) returns boolean language sql stable as $$
  select exists (select from users u
    where u.id = p_user and u.role = 'lsm' and u.disabled_at is null and u.erased_at is null
      and (d.region is null or lower(d.region) = lower(u.region))
      and u.id is distinct from c.customer_id and u.id is distinct from c.provider_id)
$$;

-- Writes one notification for each of an audience. p_notice: { audience, type, code, by, title, body, inChat }.
create or replace function notify_of_dispute(d disputes, c chats, p_actor int, p_notice jsonb, p_now timestamptz)
returns table (id uuid, user_id int) language sql as $$
  insert into notifications (user_id, type, chat_id, title, body, created_at, dispute)
  select distinct u.id, (p_notice ->> 'type')::smallint, case when (p_notice ->> 'inChat')::boolean then d.chat_id end,
    p_notice ->> 'title', p_notice ->> 'body', p_now,
    jsonb_build_object('id', d.id, 'code', p_notice ->> 'code', 'by', p_notice -> 'by')
  from users u
  where u.disabled_at is null and u.erased_at is null and u.id <> p_actor
    and case p_notice ->> 'audience'
      when 'parties' then u.id in (c.customer_id, c.provider_id)
      when 'lsm' then u.id = d.lsm_id
      when 'queue' then u.role = 'lsm' and (d.region is null or lower(d.region) = lower(u.region))
        and u.id is distinct from c.customer_id and u.id is distinct from c.provider_id
      when 'admins' then u.role = 'admin'
    end
  returning notifications.id, notifications.user_id
$$;

-- What the host platform learns. The position is taken under a lock that is held to the commit: no gap, no overtaking.
create or replace function record_dispute_event(d disputes, c chats, p_type text, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_position bigint;
begin
  update dispute_position set position = position + 1 returning position into v_position;
  insert into dispute_events (position, type, at, dispute_id, facts) values (v_position, p_type, p_now, d.id,
    jsonb_build_object('chatId', d.chat_id, 'job_id', c.job_id, 'customer_id', c.customer_id, 'provider_id', c.provider_id,
      'lsm_id', d.lsm_id, 'status', d.status, 'reason', d.reason, 'outcome', d.outcome, 'note', d.note,
      'resolution', d.resolution, 'settlement', case when d.resolution = 0 then
        (select m.extra -> 'offer' from messages m where m.chat_id = d.chat_id and m.seq = d.offer_seq) end));
end $$;

-- When the deadlines are to be looked at next. p_at and p_now are of the same clock, which need not be this database's.
create or replace function look_at_dispute(p_id uuid, p_at timestamptz, p_now timestamptz) returns void language plpgsql as $$
begin
  if p_at is null then
    perform stm_chat_jobs.remove_job('dispute:' || p_id);
  else
    perform stm_chat_jobs.add_job('dispute_deadline', json_build_object('disputeId', p_id),
      run_at => clock_timestamp() + greatest(p_at - p_now, interval '0'), job_key => 'dispute:' || p_id);
  end if;
end $$;

-- Opens a dispute. outcome: 'done', 'no_chat', 'no_party' (an LSM), 'lane', 'running' (there is one already), 'no_evidence'
-- (not all of it are messages that somebody said here). p_step: { message, event, notify, checkAt }, as of a step,
-- evidence: the seq of messages, and unseated: what is said when an LSM loses a seat that an administrator gave it before.
create or replace function open_dispute(
  p_id uuid, p_chat uuid, p_actor int, p_reason text, p_details text, p_wished text,
  p_answer_by timestamptz, p_settle_by timestamptz, p_step jsonb, p_now timestamptz,
  out outcome text, out told jsonb
) language plpgsql as $$
declare
  c chats;
  d disputes;
  v_role smallint;
  v_note jsonb := p_step -> 'message' -> 'note';
  v_seq bigint;
  v_evidence bigint[];
  v_notices jsonb := '[]';
  v_notice jsonb;
begin
  select coalesce(array_agg(distinct e.value::bigint order by e.value::bigint), '{}') into v_evidence
    from jsonb_array_elements_text(coalesce(p_step -> 'evidence', '[]')) e;
  c := locked_chat(p_chat, p_actor);
  if c.id is null then outcome := 'no_chat'; return; end if;
  v_role := case p_actor when c.customer_id then 1 when c.provider_id then 2 end;
  outcome := case
    when v_role is null then 'no_party'
    when c.parent_id is not null then 'lane'
    when exists (select from disputes x where x.chat_id = p_chat and x.status < 2) then 'running'
    when cardinality(v_evidence) <> (select count(*) from messages m
      where m.chat_id = p_chat and m.seq = any (v_evidence) and m.sender_type <> 0 and m.deleted_at is null) then 'no_evidence'
    else 'done' end;
  if outcome <> 'done' then return; end if;
  -- Nobody reads a disputed chat as its LSM who has not joined the dispute.
  if c.lsm_id is not null then
    perform unseat_member(p_chat, c.lsm_id, p_actor);
    perform append_system_message(p_chat, (p_step -> 'unseated' ->> 'id')::uuid, p_step -> 'unseated' ->> 'text',
      jsonb_set(p_step -> 'unseated' -> 'note', '{params,user_id}', to_jsonb(c.lsm_id)));
  end if;
  perform bump_chat(p_chat, 'dispute', p_actor, null, jsonb_build_object('dispute', p_id, 'status', null));
  update chats t set status = 1 where t.id = p_chat;
  v_note := jsonb_set(v_note, '{params,role}', to_jsonb(role_name(v_role)));
  v_seq := (append_system_message(p_chat, (p_step -> 'message' ->> 'id')::uuid,
    replace(p_step -> 'message' ->> 'text', '{role}', role_name(v_role)), v_note)).seq;
  insert into disputes (id, chat_id, region, reason, details, wished_outcome, opened_by, opened_role, opened_seq,
                        former_status, opened_at, answer_by, settle_by, evidence)
    values (p_id, p_chat, (select u.region from users u where u.id = c.customer_id), p_reason, p_details, p_wished, p_actor,
            v_role, v_seq, c.status, p_now, p_answer_by, p_settle_by, v_evidence)
    returning * into d;
  perform record_dispute_event(d, c, 'opened', p_now);
  for v_notice in select * from jsonb_array_elements(p_step -> 'notify') loop
    v_notices := v_notices || (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'userId', n.user_id)), '[]')
      from notify_of_dispute(d, c, p_actor, v_notice, p_now) n);
  end loop;
  perform look_at_dispute(p_id, (p_step ->> 'checkAt')::timestamptz, p_now);
  told := jsonb_build_object('notices', v_notices,
    'removed', case when c.lsm_id is null then '[]'::jsonb
      else jsonb_build_array(jsonb_build_object('chatId', p_chat, 'userId', c.lsm_id)) end,
    'chats', jsonb_build_array(chat_told(p_chat, v_seq)));
end $$;

-- A chat that a step changed: the members as they are after it, and up to where its messages are to be published.
create or replace function chat_told(p_chat uuid, p_seq bigint) returns jsonb language sql stable as $$
  select jsonb_build_object('chatId', c.id, 'seq', p_seq, 'revision', c.revision, 'memberIds', to_jsonb(array_remove(array[
    c.customer_id, c.provider_id, c.lsm_id], null))) from chats c where c.id = p_chat
$$;

-- The LSM of a dispute leaves its chat and lanes. p_until: it may read what was there until now, until then; null: nothing,
-- nor what it read of an earlier dispute of the chat.
-- Returns the chats that it left.
create or replace function vacate_dispute(d disputes, p_lsm int, p_actor int, p_until timestamptz) returns uuid[]
language plpgsql as $$
declare
  c chats;
  v_left uuid[] := '{}';
begin
  for c in select t.* from chats t
    where t.lsm_id = p_lsm and (t.id = d.chat_id or t.id in (select l.chat_id from dispute_lanes l where l.dispute_id = d.id))
    order by t.id
  loop
    perform unseat_member(c.id, p_lsm, p_actor);
    if p_until is not null then
      perform keep_reading(c.id, p_lsm, p_until, c.last_seq, c.revision);
    end if;
    v_left := v_left || c.id;
  end loop;
  if p_until is null then perform stop_reading(d.chat_id, p_lsm); end if;
  return v_left;
end $$;

-- An LSM gets a seat in a dispute's chat and in its lanes, which are made when there are none. p_lanes: ids for them.
create or replace function occupy_dispute(d disputes, c chats, p_lsm int, p_actor int, p_lanes jsonb) returns void
language plpgsql as $$
declare
  v_lane text;
  v_chat uuid;
  v_party int;
begin
  perform seat_member(c.id, p_lsm, 3::smallint, p_actor);
  -- What was said with a party that was replaced belongs to the case: to be read, closed as it is.
  perform seat_member(l.chat_id, p_lsm, 3::smallint, p_actor) from (
    select x.chat_id from dispute_lanes x where x.dispute_id = d.id and not x.current order by x.chat_id) l;
  foreach v_lane in array array['customer', 'provider', 'staff'] loop
    select l.chat_id into v_chat from dispute_lanes l where l.dispute_id = d.id and l.lane = v_lane and l.current;
    if not found then
      v_chat := (p_lanes ->> v_lane)::uuid;
      v_party := case v_lane when 'customer' then c.customer_id when 'provider' then c.provider_id end;
      insert into chats (id, subject, status, customer_id, provider_id, parent_id, lane, created_by)
        values (v_chat, c.subject, 1, case when v_lane = 'customer' then v_party end,
                case when v_lane = 'provider' then v_party end, c.id, v_lane, p_actor);
      insert into dispute_lanes (chat_id, dispute_id, lane) values (v_chat, d.id, v_lane);
      if v_party is not null then
        insert into chat_members (user_id, chat_id, role, solo)
          values (v_party, v_chat, case v_lane when 'customer' then 1 else 2 end, true);
      end if;
    end if;
    perform seat_member(v_chat, p_lsm, 3::smallint, p_actor);
    update chats t set status = 1, closed_at = null where t.id = v_chat;
  end loop;
end $$;

-- Says something in each lane of a dispute. p_messages: { lane: { id, text, note } }
create or replace function tell_lanes(p_dispute uuid, p_messages jsonb) returns void language plpgsql as $$
declare
  l dispute_lanes;
begin
  for l in select x.* from dispute_lanes x where x.dispute_id = p_dispute and x.current order by x.chat_id loop
    continue when p_messages -> l.lane is null;
    perform append_system_message(l.chat_id, (p_messages -> l.lane ->> 'id')::uuid, p_messages -> l.lane ->> 'text',
      p_messages -> l.lane -> 'note');
  end loop;
end $$;

-- One step of a dispute. p_version, p_standing: what the decision was made from (p_actor 0: the server itself).
-- p_step: {
--   set       the columns of `disputes` that change, by their names
--   ended     how the present assignment ends, or absent; endNote; readsUntil: until when its LSM still reads
--   seat      the LSM who gets the case, or absent; began: 'joined' or 'handed_over'; lanes: { lane: id } for new ones
--   newOffer  a new offer: { id, text, client, key, offer }; answer: what changes about the one that stands
--   message   the system message: { id, text, note }, or absent
--   inLanes   { lane: system message }: what the lanes say of it, or absent
--   event     what the host platform is told, or absent
--   notify    [{ audience, type, code, by, title, body, inChat }]
--   checkAt   when to look at the deadlines next, or null
-- }
-- outcome: 'done', 'moved', 'no_dispute', 'no_lsm' (the seat's user cannot have the case), 'repeated' (the offer's client_id).
create or replace function step_dispute(
  p_id uuid, p_version int, p_actor int, p_standing text, p_step jsonb, p_now timestamptz,
  out outcome text, out told jsonb
) language plpgsql as $$
declare
  d disputes;
  c chats;
  v_after disputes;
  v_before jsonb;
  v_offer jsonb := p_step -> 'newOffer';
  v_role smallint;
  v_seat int := (p_step ->> 'seat')::int;
  v_ends boolean := p_step ? 'ended';
  v_message jsonb := p_step -> 'message';
  v_seq bigint;
  v_left uuid[] := '{}';
  v_left_by int;
  v_notice jsonb;
  v_notices jsonb := '[]';
begin
  perform 1 from chats t where t.id = any (array(
      select x.chat_id from disputes x where x.id = p_id
      union all select l.chat_id from dispute_lanes l where l.dispute_id = p_id))
    order by t.id for no key update;
  select * into d from disputes x where x.id = p_id;
  if not found then outcome := 'no_dispute'; return; end if;
  select * into c from chats t where t.id = d.chat_id;
  if d.version <> p_version or (p_actor <> 0 and dispute_standing(d, c, p_actor, p_now) is distinct from p_standing) then
    outcome := 'moved'; return;
  end if;
  if v_seat is not null and not can_have_dispute(d, c, v_seat) then outcome := 'no_lsm'; return; end if;
  if v_offer is not null then
    select m.seq into v_seq from messages m
      where m.chat_id = c.id and m.sender_id = p_actor and m.client_key = (v_offer ->> 'key')::uuid;
    if found then
      outcome := 'repeated';
      told := jsonb_build_object('offerSeq', v_seq);
      return;
    end if;
  end if;

  v_before := jsonb_build_object('dispute', d.id, 'status', d.status, 'lsm_id', d.lsm_id);
  v_after := jsonb_populate_record(d, p_step -> 'set');
  v_after.version := d.version + 1;

  if d.offer_seq is not null and (p_step ? 'answer' or v_offer is not null) then
    perform change_offer(c.id, d.offer_seq, p_actor, coalesce(p_step -> 'answer', '{"status": "superseded"}'));
  end if;
  if v_offer is not null then
    v_role := case p_actor when c.customer_id then 1 when c.provider_id then 2 else 3 end;
    v_seq := (append_offer(c.id, (v_offer ->> 'id')::uuid, p_actor, v_role, v_offer ->> 'text', v_offer ->> 'client',
      (v_offer ->> 'key')::uuid, v_offer -> 'offer')).seq;
    v_after.offer_seq := v_seq;
  end if;
  if d.status <> v_after.status or d.lsm_id is distinct from v_after.lsm_id then
    perform bump_chat(c.id, 'dispute', p_actor, null, v_before);
  end if;
  -- Whoever reads on up to the end reads that it is the end.
  if v_after.status >= 2 then
    update chats t set status = d.former_status where t.id = c.id;
    v_seq := (append_system_message(c.id, (v_message ->> 'id')::uuid, v_message ->> 'text', v_message -> 'note')).seq;
    select t.last_seq, t.revision into v_after.closed_seq, v_after.closed_revision from chats t where t.id = c.id;
  end if;
  -- What closes is said to whoever reads on, too.
  if v_seat is null and p_step ? 'inLanes' then perform tell_lanes(d.id, p_step -> 'inLanes'); end if;
  if v_ends then
    v_left_by := d.lsm_id;
    v_left := vacate_dispute(d, d.lsm_id, p_actor, (p_step ->> 'readsUntil')::timestamptz);
    update dispute_assignments a set ended = p_step ->> 'ended', ended_at = p_now, note = p_step ->> 'endNote'
      where a.dispute_id = d.id and a.ended_at is null;
    if v_seat is null then
      update chats t set status = 2, closed_at = clock_timestamp()
        where t.id in (select l.chat_id from dispute_lanes l where l.dispute_id = d.id);
    end if;
  end if;
  if v_seat is not null then
    -- A dispute of before 0180 may have left an LSM the seat that an administrator gave it.
    if c.lsm_id is not null and not v_ends then
      perform unseat_member(c.id, c.lsm_id, p_actor);
      v_left := v_left || c.id;
      v_left_by := c.lsm_id;
    end if;
    perform occupy_dispute(d, c, v_seat, p_actor, p_step -> 'lanes');
    if p_step ? 'inLanes' then perform tell_lanes(d.id, p_step -> 'inLanes'); end if;
    insert into dispute_assignments (dispute_id, lsm_id, began, began_at) values (d.id, v_seat, p_step ->> 'began', p_now);
    select jsonb_object_agg(t.id, t.last_seq) into v_after.heard_from from chats t
      where t.id = c.id or t.id in (select l.chat_id from dispute_lanes l where l.dispute_id = d.id and l.lane <> 'staff');
  end if;
  if v_message is not null and v_after.status < 2 then
    v_seq := (append_system_message(c.id, (v_message ->> 'id')::uuid, v_message ->> 'text', v_message -> 'note')).seq;
  end if;
  -- Every column that `set` may name, and those that were set above.
  update disputes x set
    status = v_after.status, version = v_after.version, lsm_id = v_after.lsm_id, heard_from = v_after.heard_from,
    outcome = v_after.outcome, note = v_after.note, resolution = v_after.resolution, offer_seq = v_after.offer_seq,
    assigned_at = v_after.assigned_at, answered_at = v_after.answered_at, answer_by = v_after.answer_by,
    settle_by = v_after.settle_by, told = v_after.told, resolved_at = v_after.resolved_at, closed_at = v_after.closed_at,
    closed_seq = v_after.closed_seq, closed_revision = v_after.closed_revision
    where x.id = d.id;

  if p_step ? 'event' then perform record_dispute_event(v_after, c, p_step ->> 'event', p_now); end if;
  if d.status = 0 and v_after.status <> 0 then -- nobody needs to look into the queue for it any more
    with cleared as (
      update notifications n set read_at = p_now
        where n.dispute ->> 'id' = d.id::text and n.type <> 0 and n.chat_id is null and n.read_at is null
        returning n.id, n.user_id
    ) select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'userId', t.user_id)), '[]') into v_notices from cleared t;
  end if;
  for v_notice in select * from jsonb_array_elements(coalesce(p_step -> 'notify', '[]')) loop
    v_notices := v_notices || (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'userId', n.user_id)), '[]')
      from notify_of_dispute(v_after, c, p_actor, v_notice, p_now) n);
  end loop;
  perform look_at_dispute(d.id, (p_step ->> 'checkAt')::timestamptz, p_now);

  outcome := 'done';
  told := jsonb_build_object(
    'offerSeq', case when v_offer is not null then v_after.offer_seq end,
    'notices', v_notices,
    'removed', (select coalesce(jsonb_agg(jsonb_build_object('chatId', x, 'userId', v_left_by)), '[]') from unnest(v_left) x
                where v_left_by is distinct from v_seat),
    'chats', jsonb_build_array(chat_told(c.id, v_seq)) || case when v_ends or v_seat is not null then
      (select coalesce(jsonb_agg(chat_told(l.chat_id, t.last_seq)), '[]')
        from dispute_lanes l join chats t on t.id = l.chat_id where l.dispute_id = d.id)
      else '[]' end);
end $$;

-- A party has lost its seat (and those of its lanes): what it accepted binds nobody who comes after it, and not itself.
-- Under the chat's lock; the new version makes a step that was decided before it be decided again.
create or replace function party_left(p_chat uuid, p_role smallint, p_actor int) returns void language plpgsql as $$
declare
  d disputes;
  v_offer jsonb;
begin
  update disputes x set version = x.version + 1 where p_role < 3 and x.chat_id = p_chat and x.status < 2 returning * into d;
  if d.offer_seq is null then return; end if;
  select m.extra -> 'offer' into v_offer from messages m where m.chat_id = p_chat and m.seq = d.offer_seq;
  if v_offer ->> 'status' = 'open' and v_offer -> 'accepted_by' ? role_name(p_role) then
    perform change_offer(p_chat, d.offer_seq, p_actor,
      jsonb_build_object('accepted_by', (v_offer -> 'accepted_by') - role_name(p_role)));
  end if;
end $$;

-- A user has got a party's seat, and with it that of each lane that was its own. In a dispute that runs, the lane of its
-- side is its own too when nobody was in it yet; when it is another person's, that one is closed, and there is one more
-- as long as somebody has the case (else occupy_dispute() makes it). p_lane: { chat, message }, ids for that.
create or replace function party_came(p_chat uuid, p_user int, p_role smallint, p_actor int, p_lane jsonb) returns void
language plpgsql as $$
declare
  c chats;
  d disputes;
  v_current uuid;
  v_own uuid;
  v_opened messages;
begin
  if p_role > 2 then return; end if;
  perform 1 from chats t where t.parent_id = p_chat order by t.id for no key update;
  perform seat_member(l.id, p_user, p_role, p_actor) from (
    select t.id from chats t join chat_members m on m.chat_id = t.id and m.user_id = p_user
    where t.parent_id = p_chat and t.lane = role_name(p_role) and m.role = p_role and m.left_at is not null order by t.id) l;
  update disputes x set version = x.version + 1 where x.chat_id = p_chat and x.status < 2 returning * into d;
  if not found then return; end if;
  select l.chat_id into v_current from dispute_lanes l
    where l.dispute_id = d.id and l.lane = role_name(p_role) and l.current;
  if not found then return; end if;
  select l.chat_id into v_own from dispute_lanes l
    join chat_members m on m.chat_id = l.chat_id and m.user_id = p_user and m.role = p_role
    where l.dispute_id = d.id and l.lane = role_name(p_role) order by l.current desc, l.chat_id desc limit 1;
  if v_own = v_current then return; end if;
  if v_own is null and not exists (select from chat_members m where m.chat_id = v_current and m.role = p_role) then
    perform seat_member(v_current, p_user, p_role, p_actor);
    return;
  end if;

  update dispute_lanes l set current = false where l.chat_id = v_current;
  update chats t set status = 2, closed_at = clock_timestamp() where t.id = v_current and t.status <> 2;
  if v_own is not null then
    update dispute_lanes l set current = true where l.chat_id = v_own;
    if d.status = 1 then update chats t set status = 1, closed_at = null where t.id = v_own; end if;
  elsif d.status = 1 then
    v_own := coalesce((p_lane ->> 'chat')::uuid, gen_random_uuid());
    select t.* into strict c from chats t where t.id = v_current;
    insert into chats (id, subject, status, customer_id, provider_id, parent_id, lane, created_by)
      values (v_own, c.subject, 1, case when p_role = 1 then p_user end, case when p_role = 2 then p_user end, p_chat,
              c.lane, p_actor);
    insert into dispute_lanes (chat_id, dispute_id, lane) values (v_own, d.id, c.lane);
    insert into chat_members (user_id, chat_id, role, solo) values (p_user, v_own, p_role, true);
    perform seat_member(v_own, d.lsm_id, 3::smallint, p_actor);
    -- It opens with the words with which the first one did.
    select m.* into v_opened from messages m where m.chat_id = v_current and m.extra #>> '{system,code}' = 'lane_opened'
      order by m.seq limit 1;
    if found then
      perform append_system_message(v_own, coalesce((p_lane ->> 'message')::uuid, gen_random_uuid()), v_opened.message,
        v_opened.extra -> 'system');
    end if;
    update disputes x set heard_from = coalesce(x.heard_from, '{}') || (
      select jsonb_build_object(t.id, t.last_seq) from chats t where t.id = v_own) where x.id = d.id;
  end if;
end $$;

-- Of these messages, those that are the first answer of a dispute's LSM to a party: the dispute waits for
-- none any more. Returns the disputes that were answered. Most messages are said where nobody waits for an answer: it
-- begins with the few chats of disputes, and looks for nothing while no dispute waits. Every table is entered by its key.
-- The previous build names a chat as often as it has entries in the feed: its ranges are one here, as in read_feed.
create or replace function note_answers(p_chat uuid[], p_from bigint[], p_to bigint[]) returns table (dispute_id uuid)
language plpgsql
  set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  v_found record;
begin
  if not exists (select from disputes x where x.status = 1 and x.answered_at is null) then return; end if;
  for v_found in
    with heard as materialized (
      select x.id, x.chat_id from disputes x where x.chat_id = any (p_chat) and x.status = 1 and x.answered_at is null
      union all
      select l.dispute_id, l.chat_id from dispute_lanes l where l.chat_id = any (p_chat) and l.lane <> 'staff'
    )
    select distinct on (d.id) d.id, d.chat_id, m.created_at
    from heard h
    cross join lateral (select x.* from disputes x where x.id = h.id offset 0) d
    cross join lateral (
      select min(u.first) as first, max(u.last) as last from unnest(p_chat, p_from, p_to) as u (chat_id, first, last)
      where u.chat_id = h.chat_id offset 0
    ) b
    cross join lateral (
      select t.created_at from messages t
      where t.chat_id = h.chat_id and t.seq between b.first and b.last
        and t.seq > (d.heard_from ->> h.chat_id::text)::bigint and t.sender_type = 3 and t.sender_id = d.lsm_id
      order by t.seq limit 1
    ) m
    where d.status = 1 and d.answered_at is null
    order by d.id, m.created_at
  loop
    perform 1 from chats t where t.id = v_found.chat_id for no key update;
    update disputes x set answered_at = v_found.created_at, answer_by = null, version = x.version + 1
      where x.id = v_found.id and x.status = 1 and x.answered_at is null
        and x.assigned_at is not null;
    if found then dispute_id := v_found.id; return next; end if;
  end loop;
end $$;

-- An LSM is disabled, erased, or in another role or region: its cases are looked at, by a job of the same commit.
create or replace function lsm_changed() returns trigger language plpgsql as $$
begin
  perform look_at_dispute(d.id, clock_timestamp(), clock_timestamp()) from disputes d where d.lsm_id = new.id and d.status = 1;
  return null;
end $$;
create or replace trigger lsm_changed after update of role, region, disabled_at, erased_at on users for each row
  when (old.role = 'lsm' and (old.role, old.region, old.disabled_at, old.erased_at)
    is distinct from (new.role, new.region, new.disabled_at, new.erased_at))
  execute function lsm_changed();
