-- How a chat is changed: the building blocks of every function that changes one.
--
-- A command that changes a chat is ONE statement, usually a call of a plpgsql function of this shape:
--
--   select * into c from chats where id = p_chat for no key update;      -- 1. the chat's lock
--   if not found or <actor has no seat> then return <not found>; end if; -- 2. checks, on the locked row and on what
--   …                                                                    --    statements AFTER the lock read
--   r := bump_chat(p_chat, 'edit', p_actor, v_seq, v_before);            -- 3. the next revision, with its record
--   update messages set message = p_text, edited_at = clock_timestamp(), revision = r where …;
--   select * into s from append_system_message(p_chat, p_id, 'text');    -- 4. what everybody is told, in order
--
-- Taking the lock first and reading in later statements matters: under READ COMMITTED each statement of a function sees
-- what was committed when it began, so what is read after the lock cannot be out of date. Numbers taken under the lock
-- are in commit order. Functions that lock several chats lock them in the order of their ids.
-- Appends (append_batch) take the same lock, so all of this is in one order with them, on every server.

-- Each step of a chat's revision is a message more or a row in `changes`, which stays for ever: changed_messages() counts on it.

-- The next revision of a chat, recorded in `changes` and announced in `feed`. Takes the chat's lock if it is not held.
create or replace function bump_chat(p_chat uuid, p_kind text, p_actor int, p_seq bigint default null, p_before jsonb default null)
returns bigint language plpgsql as $$
declare
  v_revision bigint;
begin
  update chats set revision = revision + 1 where id = p_chat returning revision into strict v_revision;
  insert into changes (chat_id, revision, seq, kind, actor_id, before)
    values (p_chat, v_revision, p_seq, p_kind, p_actor, p_before);
  insert into feed (payload) values (jsonb_build_object('chats', jsonb_build_array(
    jsonb_build_object('chat', p_chat, 'revision', v_revision, 'kind', p_kind, 'seq', p_seq))));
  return v_revision;
end $$;

-- A message of the system, at the end of the chat, whatever its status. It counts as nobody's. p_note: { code, params },
-- what it says for clients with languages of their own.
create or replace function append_system_message(p_chat uuid, p_id uuid, p_text text, p_note jsonb default null)
returns messages language plpgsql as $$
declare
  v_at timestamptz(3) := clock_timestamp();
  c chats;
  v_row messages;
begin
  update chats set last_seq = last_seq + 1, revision = revision + 1, last_activity_at = v_at
    where id = p_chat returning * into strict c;
  insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, message, created_at,
                        n_customer, n_provider, n_lsm, extra)
    values (p_chat, c.last_seq, p_id, c.revision, 0, 0, 4, p_text, v_at, c.n_customer, c.n_provider, c.n_lsm,
            case when p_note is not null then jsonb_build_object('system', p_note) end)
    returning * into v_row;
  insert into feed (payload) values (jsonb_build_object('chats', jsonb_build_array(
    jsonb_build_object('chat', p_chat, 'from', c.last_seq, 'to', c.last_seq, 'revision', c.revision))));
  return v_row;
end $$;

-- Gives a user the seat of a role. The caller has made sure that the seat is free and that the user has no other one.
-- Returns the chat's new revision.
create or replace function seat_member(p_chat uuid, p_user int, p_role smallint, p_actor int)
returns bigint language plpgsql as $$
declare
  c chats;
  v_earlier chat_members;
  v_solo boolean;
begin
  select * into strict c from chats where id = p_chat for no key update;
  select * into v_earlier from chat_members where user_id = p_user and chat_id = p_chat;
  -- Nobody has written in this role yet, and this user in no other one: there was no earlier seat, or it was this one and
  -- solo, which a seat that came after one of another role is not. False is always safe, only slower.
  v_solo := case p_role when 1 then c.n_customer when 2 then c.n_provider else c.n_lsm end = 0
    and (v_earlier.user_id is null or (v_earlier.role = p_role and v_earlier.solo));
  update chats set
    customer_id = case when p_role = 1 then p_user else customer_id end,
    provider_id = case when p_role = 2 then p_user else provider_id end,
    lsm_id = case when p_role = 3 then p_user else lsm_id end
    where id = p_chat;
  insert into chat_members (user_id, chat_id, role, solo) values (p_user, p_chat, p_role, v_solo)
    on conflict (user_id, chat_id) do update
    set role = excluded.role, solo = excluded.solo, joined_at = now(), left_at = null,
      reads_until = null, upto_seq = null, upto_revision = null;
  return bump_chat(p_chat, 'seated', p_actor, null, jsonb_build_object('user_id', p_user, 'role', p_role));
end $$;

-- Takes a user's seat. Returns the chat's new revision, or null when the user has no seat here. From this commit on the
-- user is in nobody's list of recipients, and reads nothing any more (keep_reading() leaves a bounded reading).
create or replace function unseat_member(p_chat uuid, p_user int, p_actor int)
returns bigint language plpgsql as $$
declare
  c chats;
begin
  select * into c from chats where id = p_chat for no key update;
  if not found or not (p_user = any (array[c.customer_id, c.provider_id, c.lsm_id])) is true then
    return null;
  end if;
  update chats set
    customer_id = nullif(customer_id, p_user),
    provider_id = nullif(provider_id, p_user),
    lsm_id = nullif(lsm_id, p_user),
    findable = findable and c.lsm_id is not distinct from p_user
    where id = p_chat;
  update chat_members set left_at = clock_timestamp() where chat_id = p_chat and user_id = p_user;
  return bump_chat(p_chat, 'unseated', p_actor, null, jsonb_build_object('user_id', p_user));
end $$;

-- After a seat was taken: what was there up to p_seq and p_revision can still be read until p_until, as it was then.
create or replace function keep_reading(p_chat uuid, p_user int, p_until timestamptz, p_seq bigint, p_revision bigint)
returns void language sql as $$
  update chat_members set reads_until = p_until, upto_seq = p_seq, upto_revision = p_revision
    where chat_id = p_chat and user_id = p_user and left_at is not null
$$;

-- What an earlier seat left of a chat and of its lanes is not read any more either.
create or replace function stop_reading(p_chat uuid, p_user int) returns void language sql as $$
  update chat_members set reads_until = null, upto_seq = null, upto_revision = null
    where user_id = p_user and reads_until is not null
      and chat_id = any (array(select c.id from chats c where c.id = p_chat or c.parent_id = p_chat))
$$;

-- An offer of settlement: a message of a member with more to it than its text. The caller has checked everything.
create or replace function append_offer(p_chat uuid, p_id uuid, p_user int, p_role smallint, p_text text, p_client text, p_key uuid, p_offer jsonb)
returns messages language plpgsql as $$
declare
  v_at timestamptz(3) := clock_timestamp();
  c chats;
  v_row messages;
begin
  update chats set last_seq = last_seq + 1, revision = revision + 1, last_activity_at = v_at,
      n_customer = n_customer + (p_role = 1)::int, n_provider = n_provider + (p_role = 2)::int, n_lsm = n_lsm + (p_role = 3)::int
    where id = p_chat returning * into strict c;
  insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, client_id, client_key, message,
                        created_at, n_customer, n_provider, n_lsm, extra)
    values (p_chat, c.last_seq, p_id, c.revision, p_user, p_role, 0, p_client, p_key, p_text, v_at,
            c.n_customer, c.n_provider, c.n_lsm, jsonb_build_object('offer', p_offer))
    returning * into v_row;
  insert into feed (payload) values (jsonb_build_object('chats', jsonb_build_array(
    jsonb_build_object('chat', p_chat, 'from', c.last_seq, 'to', c.last_seq, 'revision', c.revision))));
  return v_row;
end $$;

-- An offer is answered, or another one takes its place: the message that carries it has a new revision.
create or replace function change_offer(p_chat uuid, p_seq bigint, p_actor int, p_change jsonb) returns bigint language plpgsql as $$
declare
  m messages;
  v_revision bigint;
begin
  select * into strict m from messages t where t.chat_id = p_chat and t.seq = p_seq;
  v_revision := bump_chat(p_chat, 'offer', p_actor, p_seq, m.extra);
  update messages t set extra = jsonb_build_object('offer', (m.extra -> 'offer') || p_change), revision = v_revision
    where t.chat_id = p_chat and t.seq = p_seq;
  return v_revision;
end $$;
