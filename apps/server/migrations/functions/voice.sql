-- Who has listened to a voice message: `played_by` in `messages.more`, in their order. A closed chat can be listened to, as
-- it can be read.
create or replace function mark_played(p_chat uuid, p_actor int, p_id uuid, p_limited boolean)
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
    when m.message_type <> 3 then 'no_voice'
    when m.sender_id = p_actor or coalesce(m.more -> 'played_by' @> to_jsonb(p_actor), false) then 'same'
    when m.deleted_at is not null then 'deleted'
    when p_limited then 'rate_limited'
    else 'done' end;
  if v_outcome = 'done' then
    v_revision := bump_chat(p_chat, 'played', p_actor, m.seq);
    update messages t set revision = v_revision, more = coalesce(t.more, '{}') || jsonb_build_object('played_by',
        coalesce(t.more -> 'played_by', '[]') || to_jsonb(p_actor))
      where t.chat_id = p_chat and t.seq = m.seq;
  end if;
  return query select * from told_change(v_outcome, c,
    case when v_outcome in ('done', 'same') then array[m.seq] else '{}'::bigint[] end);
end $$;
