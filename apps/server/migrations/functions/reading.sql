-- Who may read a chat, and how far: the one rule for everything that reads. A seat reads everything (upto_seq and
-- upto_revision are null). A seat that has ended may have left a bounded reading: the chat as it was at upto_revision, for
-- who is an LSM still. One row, or none. One SELECT and not strict, so that PostgreSQL puts it into the query that calls it.
create or replace function reading_of(p_chat uuid, p_user int, p_now timestamptz)
returns table (chat_id uuid, role smallint, upto_seq bigint, upto_revision bigint)
language sql stable parallel safe as $$
  select m.chat_id, m.role, m.upto_seq, m.upto_revision
  from chat_members m
  where m.user_id = p_user and m.chat_id = p_chat and (m.left_at is null or (m.reads_until > p_now
    and exists (select from users u where u.id = p_user and u.role = 'lsm')))
$$;

-- One message as it was when the chat had this revision; what was changed later is undone from its record in `changes`.
create or replace function message_as_of(r message_records, p_revision bigint) returns message_records
language plpgsql stable as $$
declare
  v_change changes;
  v_quoted messages;
begin
  if r.revision > p_revision then
    for v_change in
      select * from changes x where x.chat_id = r.chat_id and x.revision > p_revision and x.seq = r.seq
      order by x.revision desc
    loop
      case v_change.kind
        when 'edit' then
          r.message := v_change.before ->> 'message';
          r.edited_at := (v_change.before ->> 'edited_at')::timestamptz;
          r.more := v_change.before -> 'more';
        when 'preview' then
          r.more := nullif(coalesce(r.more, '{}') - 'preview' || jsonb_strip_nulls(v_change.before), '{}');
        when 'played' then
          -- Undone in the order in which they came, from the last.
          r.more := case when jsonb_array_length(r.more -> 'played_by') > 1
            then r.more || jsonb_build_object('played_by', (r.more -> 'played_by') - (-1)) else nullif(r.more - 'played_by', '{}') end;
        when 'pin' then
          r.more := nullif(r.more - 'pinned', '{}');
        when 'unpin' then
          -- Before 0190 who had pinned it was not kept.
          r.more := nullif(coalesce(r.more, '{}') || coalesce(v_change.before, '{}'), '{}');
        when 'delete' then
          r.more := nullif(v_change.before -> 'more', 'null');
          r.message := v_change.before ->> 'message';
          r.edited_at := (v_change.before ->> 'edited_at')::timestamptz;
          r.reactions := nullif(v_change.before -> 'reactions', 'null');
          r.attachments := nullif(v_change.before -> 'attachments', 'null');
          r.deleted_at := null;
        when 'reaction' then
          r.reactions := with_reaction(r.reactions, v_change.actor_id, v_change.before ->> 'emoji',
            (v_change.before ->> 'given')::boolean);
        when 'offer' then
          r.extra := v_change.before;
        else null;
      end case;
    end loop;
    r.revision := least(r.revision, p_revision);
  end if;
  if r.reply_seq is not null then
    select * into v_quoted from messages q where q.chat_id = r.chat_id and q.seq = r.reply_seq;
    if v_quoted.revision > p_revision then
      select left(coalesce(
        (select x.before ->> 'message' from changes x
          where x.chat_id = r.chat_id and x.revision > p_revision and x.seq = r.reply_seq and x.kind in ('edit', 'delete')
          order by x.revision limit 1), v_quoted.message), 160) into r.reply_preview;
    end if;
  end if;
  return r;
end $$;

-- The messages p_above < seq <= p_to of a chat as they were at a revision. For bounded readings alone: it looks at each.
create or replace function messages_as_of(p_chat uuid, p_above bigint, p_to bigint, p_revision bigint)
returns setof message_records language sql stable as $$
  select t.* from message_records r cross join lateral message_as_of(r, p_revision) t
  where r.chat_id = p_chat and r.seq > p_above and r.seq <= p_to
  order by r.seq
$$;
