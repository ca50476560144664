-- Whether what was said in a chat has to stay: a dispute of it (for a lane, of its case) runs, or who settled one may read
-- it still.
create or replace function is_held(c chats) returns boolean language sql stable as $$
  select exists (select from disputes d where d.chat_id = coalesce(c.parent_id, c.id) and d.status in (0, 1))
    or exists (select from chat_members m where m.chat_id = c.id and m.reads_until > now())
$$;

-- Messages of people that are older than that, at most so many, oldest first: tombstones stay, and what they said is
-- nowhere any more, not in `changes` either. Offers stay, as records of a settlement; a message that was reported and not
-- decided upon stops it, and so does a chat that is held. Told as a deletion by the system. 'done'
-- as long as there may be more, also when none of these was to be told of; 'same' at the end.
create or replace function expire_messages(p_chat uuid, p_older_than timestamptz, p_most int)
returns table (outcome text, customer_id int, provider_id int, lsm_id int, record message_records)
language plpgsql as $$
declare
  c chats;
  m messages;
  v_from bigint;
  v_upto bigint;
  v_revision bigint;
  v_seqs bigint[] := '{}';
begin
  c := locked_chat(p_chat);
  if c.id is null or is_held(c) then
    return query select * from told_change('same', c, v_seqs);
    return;
  end if;
  select coalesce(max(r.upto_seq), 0) into v_from from message_retention r where r.chat_id = p_chat;
  v_upto := v_from;
  for m in
    select * from messages t where t.chat_id = p_chat and t.seq > v_upto order by t.seq limit p_most
  loop
    exit when m.created_at >= p_older_than
      or exists (select from reports x where x.message_id = m.id and x.decided_at is null);
    v_upto := m.seq;
    continue when m.sender_type = 0 or m.extra is not null;
    if m.deleted_at is null then
      v_revision := bump_chat(p_chat, 'delete', 0, m.seq);
      perform empty_message(m, v_revision);
      v_seqs := v_seqs || m.seq || change_quotes(p_chat, m.seq, 0);
    end if;
    update changes x set before = jsonb_build_object('message', '', 'expired', true)
      where x.chat_id = p_chat and x.seq = m.seq and x.kind in ('edit', 'delete', 'preview');
  end loop;
  insert into message_retention (chat_id, upto_seq) values (p_chat, v_upto)
    on conflict (chat_id) do update set upto_seq = excluded.upto_seq;
  return query select * from told_change(case when v_upto = v_from then 'same' else 'done' end, c, v_seqs);
end $$;

-- Of the chats after this one, in the order of their ids and at most so many: the last of them, and those that have
-- something older than that.
create or replace function chats_to_expire(p_after uuid, p_older_than timestamptz, p_most int)
returns table (last uuid, due uuid[]) language sql stable as $$
  with page as (select t.id from chats t where t.id > p_after order by t.id limit p_most),
  first as (
    select p.id, (
      select m.created_at from messages m
      where m.chat_id = p.id and m.seq > coalesce((select r.upto_seq from message_retention r where r.chat_id = p.id), 0)
      order by m.seq limit 1) as at
    from page p
  )
  select (select f.id from first f order by f.id desc limit 1),
    coalesce((select array_agg(f.id order by f.id) from first f where f.at < p_older_than), '{}')
$$;
