-- What a follower of `feed` is given next, gathered: one row, whatever it is that was committed. Called by
-- features/feed/feed-session.ts.
--
-- Of the first p_entries entries after the follower's mark: how many there are (found), and how many of them the page
-- contains (done): those that are settled, which means older than every running transaction, so that nothing can still
-- appear before them; with p_messages only the first of these until they have as many messages, the one that passes the
-- limit included. Where the page ends (xid, id) and when its first entry was written (since). The chats with new
-- messages, in the order in which they are first named, each once, with the first and the last one; the changes, in the
-- order of the feed. What is not wanted is not unpacked; it belongs to the page all the same.
--
-- One range per chat is safe: a `seq` is given under the lock of the chat, which is held to the commit, so that whatever
-- lies between two committed messages is committed too. It may be given again with its own entry, as everything may.
--
-- Stable: all of it sees one snapshot, the caller's, in which an entry is there and settled, or not. It has to walk the
-- primary key from the mark on, whatever the statistics are of a table that is filled and pruned all day: nothing else
-- gives its order without reading all of it.
create or replace function read_feed(p_follower text, p_entries int, p_messages int, p_wants_messages boolean, p_wants_changes boolean)
returns table (found int, done int, xid xid8, id bigint, since timestamptz, chats uuid[], firsts bigint[], lasts bigint[], changes jsonb)
language plpgsql stable
  set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict use_column
declare
  v_mark feed_followers;
begin
  select m.* into v_mark from feed_followers m where m.name = p_follower;
  return query
  with ahead as materialized (
    select e.xid, e.id, e.at, e.payload -> 'chats' as items, e.chat_ids, e.first_seqs, e.appended,
      row_number() over (order by e.xid, e.id) as nth, e.xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
    from feed e where (e.xid, e.id) > (v_mark.xid, v_mark.id) order by e.xid, e.id limit p_entries
  ), page as materialized (
    select a.* from ahead a
    where a.settled and (p_messages is null or a.nth <= (
      select coalesce(min(b.nth) filter (where b.messages >= p_messages), max(b.nth)) from (
        select s.nth, sum(case when s.appended is null then 1 else (select sum(n) from unnest(s.appended) n) end)
          over (order by s.nth) as messages
        from ahead s
      ) b))
  ), named as (
    select p.nth, u.chat_id, u.first, u.first + u.count - 1 as last
    from page p cross join lateral unnest(p.chat_ids, p.first_seqs, p.appended) as u (chat_id, first, count)
    where p_wants_messages
    union all
    select p.nth, (i ->> 'chat')::uuid, (i ->> 'from')::bigint, (i ->> 'to')::bigint
    from page p cross join lateral jsonb_array_elements(p.items) i
    where p_wants_messages and not i ? 'kind'
  )
  select (select count(*)::int from ahead), (select count(*)::int from page), e.xid, e.id,
    (select p.at from page p where p.nth = 1), c.chats, c.firsts, c.lasts,
    (select jsonb_agg(i order by p.nth, o)
     from page p cross join lateral jsonb_array_elements(p.items) with ordinality as x (i, o)
     where p_wants_changes and i ? 'kind')
  from (
    select array_agg(r.chat_id) as chats, array_agg(r.first) as firsts, array_agg(r.last) as lasts
    from (
      select n.chat_id, min(n.first) as first, max(n.last) as last
      from named n group by n.chat_id order by min(n.nth), n.chat_id
    ) r
  ) c
  left join (select p.xid, p.id from page p order by p.nth desc limit 1) e on true;
end $$;
