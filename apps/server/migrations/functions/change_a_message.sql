-- Every change of a message begins so: its chat, locked until the commit, and the message as it is from then on. p_actor: only
-- a chat that this user sits in; null: the server acts. Without such a chat, or such a message in it, all of it is null.
create or replace function locked_chat(p_chat uuid, p_actor int default null) returns chats language sql as $$
  select t.* from chats t
  where t.id = p_chat and (p_actor is null or p_actor in (t.customer_id, t.provider_id, t.lsm_id)) for no key update
$$;
create or replace function message_of(c chats, p_seq bigint) returns messages language sql as $$
  select t.* from messages t where t.chat_id = c.id and t.seq = p_seq
$$;

-- What a change came to. `outcome`: 'done'; 'same' when it was so already and nothing was written; else why not. One row
-- for each message that changed, the one that was asked for and those that quote it, in the order of their revisions;
-- for 'same' the message; else one row without a message. The seats are the members as this statement saw them.
create or replace function told_change(p_outcome text, c chats, p_seqs bigint[])
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language sql as $$
  select p_outcome, c.customer_id, c.provider_id, c.lsm_id, r
  from (select 1) as one
  left join message_records r on r.chat_id = c.id and r.seq = any (p_seqs)
  order by r.revision
$$;

-- The messages that quote this one show another text now: each gets a revision of its own, so that catching up brings
-- it. Returns their seqs.
create or replace function change_quotes(p_chat uuid, p_seq bigint, p_actor int) returns bigint[] language plpgsql as $$
declare
  v_revision bigint;
  v_seqs bigint[];
begin
  select revision into strict v_revision from chats where id = p_chat for no key update;
  with quoting as materialized (
    select m.seq, row_number() over (order by m.seq) as nth from messages m where m.chat_id = p_chat and m.reply_seq = p_seq
  ), moved as (
    update messages m set revision = v_revision + q.nth from quoting q where m.chat_id = p_chat and m.seq = q.seq
  ), recorded as (
    insert into changes (chat_id, revision, seq, kind, actor_id)
    select p_chat, v_revision + q.nth, q.seq, 'quote', p_actor from quoting q
  )
  select coalesce(array_agg(q.seq), '{}') into v_seqs from quoting q;
  if cardinality(v_seqs) > 0 then
    update chats set revision = revision + cardinality(v_seqs) where id = p_chat;
  end if;
  return v_seqs;
end $$;

-- p_window_s: how long after sending, in seconds. p_limited: the actor is over a limit; refused if anything would change.
-- p_more: as for chosen_more(); null: nothing but the text.
create or replace function edit_message(
  p_chat uuid, p_actor int, p_id uuid, p_text text, p_window_s int, p_limited boolean,
  p_more jsonb default null
)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_outcome text;
  v_revision bigint;
  v_seqs bigint[];
  v_text text := p_text;
  v_more jsonb;
begin
  c := locked_chat(p_chat, p_actor);
  m := message_of(c, message_seq(c.id, p_id));
  if p_more is not null and c.id is not null then
    select t.body, t.extra into v_text, v_more from chosen_more(c, p_actor, p_text, p_more) t;
  end if;
  -- Who is meant and what was masked is of the new text; a preview stays with its link.
  v_more := nullif(coalesce(m.more, '{}') - array['mentions', 'masked'] || coalesce(v_more, '{}'), '{}');
  if strpos(v_text, coalesce(v_more -> 'preview' ->> 'written', '')) = 0 then
    v_more := nullif(v_more - 'preview', '{}');
  end if;
  v_outcome := case
    when c.id is null then 'no_chat'
    when m.id is null then 'no_message'
    when m.sender_id <> p_actor then 'not_mine'
    when m.extra is not null then 'offer'
    when m.deleted_at is not null then 'deleted'
    when v_text = '' and m.attachments is null then 'empty'
    when m.message = v_text and m.more is not distinct from v_more then 'same'
    when c.status = 2 then 'chat_closed'
    when c.status = 1 then 'disputed'
    when c.blocked <> 0 and p_actor in (c.customer_id, c.provider_id) then 'blocked'
    when clock_timestamp() >= m.created_at + make_interval(secs => p_window_s) then 'too_late'
    when p_limited then 'rate_limited'
    else 'done' end;
  v_seqs := array[m.seq];
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'edit', p_actor, m.seq,
      jsonb_build_object('message', m.message, 'edited_at', m.edited_at)
        || case when m.more is null then '{}' else jsonb_build_object('more', m.more) end);
    update messages t set message = v_text, more = v_more, edited_at = clock_timestamp(), revision = v_revision
      where t.chat_id = p_chat and t.seq = m.seq;
    if left(m.message, 160) <> left(v_text, 160) then
      v_seqs := v_seqs || change_quotes(p_chat, m.seq, p_actor);
    end if;
  elsif v_outcome <> 'same' then
    v_seqs := '{}';
  end if;
  return query select * from told_change(v_outcome, c, v_seqs);
end $$;

-- Leaves a tombstone of a message. Its files are out of reach with it.
create or replace function empty_message(m messages, p_revision bigint) returns void language plpgsql as $$
begin
  update messages t set message = '', reactions = null, more = null, attachments = null,
      deleted_at = clock_timestamp(), revision = p_revision
    where t.chat_id = m.chat_id and t.seq = m.seq;
  if m.attachments is not null then
    perform drop_attachments(m.chat_id, m.seq);
  end if;
end $$;

-- A tombstone stays: what it said is in `changes` alone, what was reacted to it with it.
create or replace function delete_message(p_chat uuid, p_actor int, p_id uuid, p_window_s int, p_limited boolean)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_outcome text;
  v_revision bigint;
  v_seqs bigint[];
begin
  c := locked_chat(p_chat, p_actor);
  m := message_of(c, message_seq(c.id, p_id));
  v_outcome := case
    when c.id is null then 'no_chat'
    when m.id is null then 'no_message'
    when m.sender_id <> p_actor then 'not_mine'
    when m.extra is not null then 'offer'
    when m.deleted_at is not null then 'same'
    when c.status = 2 then 'chat_closed'
    when c.status = 1 then 'disputed'
    when clock_timestamp() >= m.created_at + make_interval(secs => p_window_s) then 'too_late'
    when p_limited then 'rate_limited'
    else 'done' end;
  v_seqs := array[m.seq];
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'delete', p_actor, m.seq,
      jsonb_build_object('message', m.message, 'edited_at', m.edited_at, 'reactions', m.reactions,
        'attachments', m.attachments, 'more', m.more));
    perform empty_message(m, v_revision);
    v_seqs := v_seqs || change_quotes(p_chat, m.seq, p_actor);
  elsif v_outcome <> 'same' then
    v_seqs := '{}';
  end if;
  return query select * from told_change(v_outcome, c, v_seqs);
end $$;

-- These reactions with one user's emoji added or taken away; null when none is left.
create or replace function with_reaction(p_reactions jsonb, p_user int, p_emoji text, p_active boolean)
returns jsonb language sql immutable as $$
  with held as (
    select e ->> 'emoji' as emoji, ord, e -> 'user_ids' as users
    from jsonb_array_elements(coalesce(p_reactions, '[]')) with ordinality as t (e, ord)
  ), kept as (
    select emoji, ord,
      case when emoji <> p_emoji then users
        else (select coalesce(jsonb_agg(u order by nth), '[]') from jsonb_array_elements(users) with ordinality as t (u, nth)
                where u <> to_jsonb(p_user))
          || case when p_active then jsonb_build_array(p_user) else '[]' end
      end as users
    from held
    union all
    select p_emoji, 2147483647, jsonb_build_array(p_user)
      where p_active and not exists (select from held where emoji = p_emoji)
  )
  select jsonb_agg(jsonb_build_object('emoji', emoji, 'user_ids', users) order by ord)
  from kept where users <> '[]'
$$;

-- p_most: different emoji on one message.
create or replace function react_to_message(
  p_chat uuid, p_actor int, p_id uuid, p_emoji text, p_active boolean, p_most int, p_limited boolean
) returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_given boolean;
  v_reactions jsonb;
  v_outcome text;
  v_revision bigint;
begin
  c := locked_chat(p_chat, p_actor);
  m := message_of(c, message_seq(c.id, p_id));
  v_given := coalesce(
    m.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji, 'user_ids', jsonb_build_array(p_actor))), false);
  v_reactions := with_reaction(m.reactions, p_actor, p_emoji, p_active);
  v_outcome := case
    when c.id is null then 'no_chat'
    when m.id is null then 'no_message'
    when m.sender_type = 0 then 'system'
    when v_given = p_active then 'same'
    when m.deleted_at is not null then 'deleted'
    when c.status = 2 then 'chat_closed'
    when c.blocked <> 0 and c.status <> 1 and p_actor in (c.customer_id, c.provider_id) then 'blocked'
    when jsonb_array_length(v_reactions) > p_most then 'too_many'
    when p_limited then 'rate_limited'
    else 'done' end;
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'reaction', p_actor, m.seq, jsonb_build_object('emoji', p_emoji, 'given', v_given));
    update messages t set reactions = v_reactions, revision = v_revision where t.chat_id = p_chat and t.seq = m.seq;
  end if;
  return query select * from told_change(v_outcome, c,
    case when v_outcome in ('done', 'same') then array[m.seq] else '{}'::bigint[] end);
end $$;

-- p_most: pinned messages of one chat.
create or replace function pin_message(p_chat uuid, p_actor int, p_id uuid, p_pinned boolean, p_most int, p_limited boolean)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_outcome text;
  v_revision bigint;
begin
  c := locked_chat(p_chat, p_actor);
  m := message_of(c, message_seq(c.id, p_id));
  v_outcome := case
    when c.id is null then 'no_chat'
    when m.id is null then 'no_message'
    when m.sender_type = 0 then 'system'
    when coalesce(m.more ? 'pinned', false) = p_pinned then 'same'
    when m.deleted_at is not null then 'deleted'
    when c.status = 2 then 'chat_closed'
    when p_pinned and (select count(*) from messages t where t.chat_id = p_chat and t.more ? 'pinned') >= p_most then 'too_many'
    when p_limited then 'rate_limited'
    else 'done' end;
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, case when p_pinned then 'pin' else 'unpin' end, p_actor, m.seq,
      case when not p_pinned then jsonb_build_object('pinned', m.more -> 'pinned') end);
    update messages t set revision = v_revision,
        more = case when p_pinned
          then coalesce(t.more, '{}') || jsonb_build_object('pinned', jsonb_build_object('by', p_actor,
            'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
          else nullif(t.more - 'pinned', '{}') end
      where t.chat_id = p_chat and t.seq = m.seq;
  end if;
  return query select * from told_change(v_outcome, c,
    case when v_outcome in ('done', 'same') then array[m.seq] else '{}'::bigint[] end);
end $$;

-- Takes away a message whose report was found right; p_actor: the admin, or 0. As after a deletion, a tombstone stays.
create or replace function remove_message(p_chat uuid, p_actor int, p_id uuid)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_seqs bigint[];
  v_revision bigint;
begin
  c := locked_chat(p_chat);
  m := message_of(c, message_seq(p_chat, p_id));
  v_seqs := array[m.seq];
  if m.deleted_at is null then
    v_revision := bump_chat(p_chat, 'delete', p_actor, m.seq,
      jsonb_build_object('message', m.message, 'edited_at', m.edited_at, 'reactions', m.reactions,
        'attachments', m.attachments, 'more', m.more));
    perform empty_message(m, v_revision);
    v_seqs := v_seqs || change_quotes(p_chat, m.seq, p_actor);
  end if;
  return query select * from told_change(case when v_revision is null then 'same' else 'done' end, c, v_seqs);
end $$;

-- What there is to tell of a message that was taken away so: it, and those that quote it, as they are now.
create or replace function told_removal(p_chat uuid, p_id uuid)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language sql as $$
  select t.* from chats c, lateral told_change('done', c, array(
    select m.seq from messages m
    where m.chat_id = c.id and (m.seq = message_seq(c.id, p_id) or m.reply_seq = message_seq(c.id, p_id)))) t
  where c.id = p_chat
$$;
