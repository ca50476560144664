-- How many messages above p_read other people sent to this member and did not delete; system messages do not count.
--
--   from chat_members m join chats c on c.id = m.chat_id
--   left join receipts r on r.chat_id = m.chat_id and r.user_id = m.user_id
--   cross join lateral unread_of(c, m, coalesce(r.read_seq, 0)) u        →  u.unread
--
-- Every message carries how many each role had sent by then, so the count is a subtraction: the other roles' now, less
-- theirs at p_read, less their tombstones above it (an index of tombstones alone). That holds while my role's messages
-- are mine (m.solo); where the seat had another holder, the rows above p_read are counted.
-- The function is one SELECT and not strict, so that PostgreSQL puts it into the query that calls it.
create or replace function unread_of(c chats, m chat_members, p_read bigint) returns table (unread bigint)
language sql stable parallel safe as $$
  select case
    when p_read >= c.last_seq then 0
    when m.solo then
      (select (c.n_customer - coalesce(a.n_customer, 0)) * (m.role <> 1)::int
            + (c.n_provider - coalesce(a.n_provider, 0)) * (m.role <> 2)::int
            + (c.n_lsm - coalesce(a.n_lsm, 0)) * (m.role <> 3)::int
         from (select 1) as one
         left join messages a on a.chat_id = c.id and a.seq = p_read)
      - (select count(*) from messages t
          where t.chat_id = c.id and t.seq > p_read and t.deleted_at is not null
            and t.sender_type <> m.role and t.sender_type <> 0)
    else
      (select count(*) from messages x
        where x.chat_id = c.id and x.seq > p_read and x.deleted_at is null
          and x.sender_id <> m.user_id and x.sender_type <> 0)
  end
$$;
