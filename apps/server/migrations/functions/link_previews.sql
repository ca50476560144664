-- Previews of links: `preview` in `messages.more`. What comes out is told_change's (change_a_message.sql).

-- The preview, as long as the message has its link (p_preview ->> 'written' as it stands in the text) and never had one for
-- it: one that was taken off stays so.
create or replace function set_link_preview(p_chat uuid, p_seq bigint, p_preview jsonb)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_outcome text;
  v_revision bigint;
begin
  c := locked_chat(p_chat);
  m := message_of(c, p_seq);
  v_outcome := case
    when c.id is null then 'no_chat'
    when m.id is null then 'no_message'
    when m.deleted_at is not null then 'deleted'
    when c.status = 2 then 'chat_closed'
    when strpos(m.message, p_preview ->> 'written') = 0 then 'same'
    when m.more -> 'preview' ->> 'written' = p_preview ->> 'written' then 'same'
    else 'done' end;
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'preview', 0, m.seq, jsonb_build_object('preview', m.more -> 'preview'));
    update messages t set revision = v_revision, more = coalesce(t.more, '{}') || jsonb_build_object('preview', p_preview)
      where t.chat_id = p_chat and t.seq = m.seq;
  end if;
  return query select * from told_change(v_outcome, c, case when v_outcome = 'done' then array[m.seq] else '{}'::bigint[] end);
end $$;

create or replace function remove_link_preview(p_chat uuid, p_actor int, p_id uuid, p_limited boolean)
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
    when m.sender_id <> p_actor then 'not_mine'
    when not coalesce(m.more -> 'preview' ? 'title', false) then 'same'
    when c.status = 2 then 'chat_closed'
    when c.status = 1 then 'disputed'
    when p_limited then 'rate_limited'
    else 'done' end;
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'preview', p_actor, m.seq, jsonb_build_object('preview', m.more -> 'preview'));
    update messages t set revision = v_revision, more = t.more || jsonb_build_object('preview',
        jsonb_build_object('written', t.more -> 'preview' -> 'written', 'removed', true))
      where t.chat_id = p_chat and t.seq = m.seq;
  end if;
  return query select * from told_change(v_outcome, c,
    case when v_outcome in ('done', 'same') then array[m.seq] else '{}'::bigint[] end);
end $$;
