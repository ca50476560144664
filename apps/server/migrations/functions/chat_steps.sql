-- What the chats feature does to a chat: each step is one function under the chat's row lock, which checks, changes the
-- seat or the status (with a revision and its record in `changes`), says it to everybody as a system message, and writes
-- down the administrator who did it. Called by features/chats/chats.repository.ts.
--
-- outcome: 'done'; 'same' when it was so already and nothing was written; else why not. `seq` is the system message's,
-- `chat` the row after the step. The words of the system messages are the server's (chats.rules.ts), by role code.
-- Lanes are not changed here: their members and their status follow the dispute (party_left(), party_came()).

create or replace function role_name(p_role smallint) returns text language sql immutable as $$
  select (array['customer', 'provider', 'lsm'])[p_role]
$$;

-- The chat of this job and pair; made when there is none. Of several who ask at once one makes it, the others get it.
create or replace function open_chat(
  p_id uuid, p_job_id text, p_subject text, p_job jsonb, p_customer int, p_provider int, p_actor int, p_audited boolean,
  out created boolean, out chat chats
) language plpgsql as $$
begin
  loop
    insert into chats (id, job_id, subject, job, customer_id, provider_id, created_by)
      values (p_id, p_job_id, p_subject, p_job, p_customer, p_provider, p_actor)
      on conflict (job_id, customer_id, provider_id) where parent_id is null and job_id is not null and findable
      do nothing;
    created := found;
    exit when created;
    -- The conflict waited for the other transaction, and this statement sees what it committed.
    select c.* into chat from chats c
      where c.job_id = p_job_id and c.customer_id = p_customer and c.provider_id = p_provider
        and c.parent_id is null and c.findable;
    if found then return; end if;
    -- Between the two statements a party was removed from it: the pair has no chat any more.
  end loop;
  insert into chat_members (user_id, chat_id, role, solo) values (p_customer, p_id, 1, true), (p_provider, p_id, 2, true);
  perform bump_chat(p_id, 'opened', p_actor);
  if p_audited then
    insert into audit (actor, action, target, details) values (p_actor, 'open_chat', 'chat:' || p_id,
      jsonb_build_object('job_id', p_job_id, 'customer_id', p_customer, 'provider_id', p_provider));
  end if;
  select c.* into strict chat from chats c where c.id = p_id;
end $$;

-- p_lane: { chat, message }, ids for a lane, should a dispute that runs here need one more.
create or replace function add_chat_member(
  p_chat uuid, p_user int, p_role smallint, p_actor int, p_message uuid, p_texts text[], p_lane jsonb default null,
  out outcome text, out seq bigint, out chat chats
) language plpgsql as $$
declare
  v_user_role text;
  v_holder int;
begin
  select c.* into chat from chats c where c.id = p_chat and c.parent_id is null for no key update;
  if not found then outcome := 'no_chat'; return; end if;
  select u.role into v_user_role from users u where u.id = p_user and u.erased_at is null;
  if not found then outcome := 'no_user'; return; end if;
  v_holder := case p_role when 1 then chat.customer_id when 2 then chat.provider_id else chat.lsm_id end;
  outcome := case
    when v_holder = p_user then 'same'
    when v_user_role <> case p_role when 1 then 'customer' when 2 then 'provider' else 'lsm' end then 'wrong_role'
    when v_holder is not null then 'taken'
    when p_user = any (array[chat.customer_id, chat.provider_id, chat.lsm_id]) then 'other_seat'
    when p_role = 3 and chat.status = 1 then 'disputed' -- an LSM joins its dispute, and nothing before
    else 'done' end;
  if outcome <> 'done' then return; end if;
  perform seat_member(p_chat, p_user, p_role, p_actor);
  -- With both parties in it again this is the chat of the job and the pair, unless they have opened another meanwhile.
  begin
    update chats c set findable = true
      where c.id = p_chat and not c.findable and c.customer_id is not null and c.provider_id is not null
        and not exists (select 1 from chats o where o.job_id = c.job_id and o.customer_id = c.customer_id
                        and o.provider_id = c.provider_id and o.parent_id is null and o.findable);
  exception when unique_violation then null; -- they are opening it at this moment
  end;
  seq := (append_system_message(p_chat, p_message, p_texts[p_role],
    jsonb_build_object('code', 'member_added', 'params', jsonb_build_object('role', role_name(p_role), 'user_id', p_user)))).seq;
  perform party_came(p_chat, p_user, p_role, p_actor, p_lane);
  insert into audit (actor, action, target, details)
    values (p_actor, 'add_member', 'chat:' || p_chat, jsonb_build_object('user_id', p_user, 'role', p_role));
  select c.* into strict chat from chats c where c.id = p_chat;
end $$;

create or replace function remove_chat_member(
  p_chat uuid, p_user int, p_actor int, p_message uuid, p_texts text[],
  out outcome text, out seq bigint, out chat chats
) language plpgsql as $$
declare
  v_role smallint;
begin
  select c.* into chat from chats c where c.id = p_chat and c.parent_id is null for no key update;
  if not found then outcome := 'no_chat'; return; end if;
  v_role := case p_user when chat.customer_id then 1 when chat.provider_id then 2 when chat.lsm_id then 3 end;
  if v_role is null then outcome := 'no_member'; return; end if;
  perform unseat_member(p_chat, p_user, p_actor);
  perform unseat_member(l.id, p_user, p_actor) from (
    select t.id from chats t where t.parent_id = p_chat and p_user in (t.customer_id, t.provider_id, t.lsm_id) order by t.id
  ) l;
  if v_role = 3 then perform stop_reading(p_chat, p_user); end if;
  perform party_left(p_chat, v_role, p_actor);
  seq := (append_system_message(p_chat, p_message, p_texts[v_role],
    jsonb_build_object('code', 'member_removed', 'params', jsonb_build_object('role', role_name(v_role), 'user_id', p_user)))).seq;
  insert into audit (actor, action, target, details)
    values (p_actor, 'remove_member', 'chat:' || p_chat, jsonb_build_object('user_id', p_user, 'role', v_role));
  select c.* into strict chat from chats c where c.id = p_chat;
  outcome := 'done';
end $$;

-- A running dispute holds the status: it has to end first.
create or replace function close_or_reopen_chat(
  p_chat uuid, p_closed boolean, p_actor int, p_message uuid, p_text text,
  out outcome text, out seq bigint, out chat chats
) language plpgsql as $$
declare
  v_kind text := case when p_closed then 'closed' else 'reopened' end;
begin
  select c.* into chat from chats c where c.id = p_chat and c.parent_id is null for no key update;
  if not found then outcome := 'no_chat'; return; end if;
  if chat.status = 1 then outcome := 'disputed'; return; end if;
  if (chat.status = 2) = p_closed then outcome := 'same'; return; end if;
  perform bump_chat(p_chat, v_kind, p_actor, null, jsonb_build_object('status', chat.status));
  update chats c set status = case when p_closed then 2 else 0 end, closed_at = case when p_closed then clock_timestamp() end
    where c.id = p_chat;
  seq := (append_system_message(p_chat, p_message, p_text,
    jsonb_build_object('code', 'chat_' || v_kind, 'params', '{}'::jsonb))).seq;
  insert into audit (actor, action, target) values (p_actor, v_kind || '_chat', 'chat:' || p_chat);
  select c.* into strict chat from chats c where c.id = p_chat;
  outcome := 'done';
end $$;

-- What is shown of the job; no message and no activity: the host platform may say it often.
create or replace function put_chat_job(p_chat uuid, p_job jsonb, p_actor int, out outcome text, out seq bigint, out chat chats)
language plpgsql as $$
begin
  select c.* into chat from chats c where c.id = p_chat and c.parent_id is null for no key update;
  if not found then outcome := 'no_chat'; return; end if;
  if chat.job is not distinct from p_job then outcome := 'same'; return; end if;
  perform bump_chat(p_chat, 'job', p_actor, null, jsonb_build_object('job', chat.job));
  update chats c set job = p_job where c.id = p_chat;
  insert into audit (actor, action, target) values (p_actor, 'put_job', 'chat:' || p_chat);
  select c.* into strict chat from chats c where c.id = p_chat;
  outcome := 'done';
end $$;
