-- The messages of a chat whose revision is above p_since, by revision, p_limit of them at most (null: all); p_to: up to this
-- seq. As an index on (chat_id, revision) would give them, without one, which every message would pay for
-- (docs/decisions/0300).
--
-- Each step of a chat's revision is either a message more (its last_seq then goes up too) or a row in `changes`. So the changes
-- after p_since tell how many messages came after it, and the messages up to there that changed are named by them. The last
-- change of a message, and no other, has its revision. Of the messages after it as many as there are changes may have a later
-- place than their seq: with that many more than p_limit, p_limit that never changed are among them, and what is left out comes
-- after those.
--
-- One SELECT, so that PostgreSQL puts it into the query that calls it. `offset 0` keeps a look-up by the key a look-up: with few
-- large chats the planner would read all messages instead. For a p_since within the chat's own revisions.
create or replace function changed_messages(p_chat uuid, p_since bigint, p_limit int, p_to bigint default null)
returns setof message_records language sql stable as $$
  with since as materialized (
    select s.seq, least(s.seq + p_limit + s.changes, p_to) as upto from (
      select c.last_seq - (c.revision - p_since - n.changes) as seq, n.changes
      from chats c cross join lateral (
        select count(*) as changes from changes x where x.chat_id = c.id and x.revision > p_since
      ) n
      where c.id = p_chat
    ) s
  )
  select t.* from (
    select r.* from message_records r
      where r.chat_id = p_chat and r.seq > (select s.seq from since s)
        and r.seq <= (select coalesce(s.upto, 9223372036854775807) from since s)
    union all
    (select r.* from (
        select x.seq, x.revision from changes x
        where x.chat_id = p_chat and x.revision > p_since
          and x.seq <= (select s.seq from since s) and x.seq <= coalesce(p_to, 9223372036854775807)
        order by x.revision offset 0
      ) l cross join lateral (
        select o.* from message_records o where o.chat_id = p_chat and o.seq = l.seq and o.revision = l.revision offset 0
      ) r
      order by l.revision limit p_limit)
  ) t
  order by t.revision limit p_limit
$$;
