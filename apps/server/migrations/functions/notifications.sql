-- Up to where, and when, a member has read.
create or replace function read_seq_of(p_chat uuid, p_user int) returns bigint language sql stable parallel safe as $$
  select coalesce((select r.read_seq from receipts r where r.chat_id = p_chat and r.user_id = p_user), 0)
$$;
create or replace function read_at_of(p_chat uuid, p_user int, p_else timestamptz) returns timestamptz language sql stable parallel safe as $$
  select coalesce((select r.read_at from receipts r where r.chat_id = p_chat and r.user_id = p_user), p_else)
$$;

-- Of the messages in p_spans above p_above, those that tell a user something: by others, not by the system, not deleted.
create or replace function telling_messages(p_chat uuid, p_user int, p_spans int8multirange, p_above bigint)
returns table (seq bigint, sender_id int, message text, message_created_at timestamptz)
language sql stable parallel safe as $$
  select x.seq, x.sender_id, coalesce(nullif(x.message, ''), x.attachments -> 0 ->> 'name', ''), x.created_at
  from messages x
  where x.chat_id = p_chat and x.seq >= greatest(lower(p_spans), p_above + 1) and x.seq < upper(p_spans)
    and p_spans @> x.seq and x.sender_id not in (0, p_user) and x.deleted_at is null
$$;

-- How many they are. As in unread_of(): while the role's messages are the member's own it is a subtraction of what each
-- message carries, less the tombstones, whatever lies between; else the messages are counted.
create or replace function count_telling(m chat_members, p_spans int8multirange, p_above bigint) returns bigint
language sql stable parallel safe as $$
  select coalesce(sum(case
      when m.solo then
        (select (b.n_customer - coalesce(a.n_customer, 0)) * (m.role <> 1)::int
              + (b.n_provider - coalesce(a.n_provider, 0)) * (m.role <> 2)::int
              + (b.n_lsm - coalesce(a.n_lsm, 0)) * (m.role <> 3)::int
           from messages b left join messages a on a.chat_id = b.chat_id and a.seq = s.first - 1
           where b.chat_id = m.chat_id and b.seq = s.last)
        - (select count(*) from messages t
            where t.chat_id = m.chat_id and t.seq between s.first and s.last and t.deleted_at is not null
              and t.sender_type <> m.role and t.sender_type <> 0)
      else
        (select count(*) from messages x
          where x.chat_id = m.chat_id and x.seq between s.first and s.last and x.deleted_at is null
            and x.sender_id <> m.user_id and x.sender_type <> 0)
      end), 0)::bigint
  from (select greatest(lower(r), p_above + 1) as first, upper(r) - 1 as last from unnest(p_spans) as r) s
  where s.first <= s.last
$$;

-- In the functions below every table is entered by its key, row by row, through subqueries that the planner cannot turn
-- round (`offset 0`): with the thin statistics of a young table it would otherwise read whole tables for a few rows.

-- Tells the members of these chats (each once) of the messages up to p_to. p_open: for each chat the users who have it
-- open on a device, as '{1,2}'; they and those who muted it are not told, now or later. Returns the notifications that
-- tell of messages from p_from on, raised now or by an earlier try, and those that were found read.
--
-- The marks are locked first, in one order, so that of two workers the second finds them moved. Whoever has the chat open
-- costs nothing but the move of the mark.
create or replace function notify_members(p_chat uuid[], p_from bigint[], p_to bigint[], p_open text[], p_now timestamptz)
returns table (id uuid, user_id int) language plpgsql
  set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_chat uuid[];
  v_user int[];
  v_first bigint[];
  v_last bigint[];
  v_at timestamptz[];
  v_read uuid[];
  v_past uuid[];
begin
  with locked as materialized (
    select k.chat_id, k.user_id, k.told_seq, b.upto, b.open::int[] as open
    from unnest(p_chat, p_to, p_open) as b (chat_id, upto, open)
    cross join lateral (
      select * from notification_marks m where m.chat_id = b.chat_id and m.told_seq < b.upto offset 0
    ) k
    order by k.chat_id, k.user_id
    for update of k
  ), moved as (
    update notification_marks k set told_seq = l.upto
    from locked l where k.chat_id = l.chat_id and k.user_id = l.user_id
  )
  select array_agg(l.chat_id), array_agg(l.user_id), array_agg(x.first), array_agg(x.last), array_agg(x.at)
  into v_chat, v_user, v_first, v_last, v_at
  from locked l
  cross join lateral (
    select min(t.seq) as first, max(t.seq) as last, max(t.message_created_at) as at
    from telling_messages(l.chat_id, l.user_id, int8multirange(int8range(l.told_seq, l.upto, '(]')),
      read_seq_of(l.chat_id, l.user_id)) t
    where l.user_id <> all (l.open)
  ) x
  where x.last is not null
    and ((select f.muted_until from chat_prefs f where f.user_id = l.user_id and f.chat_id = l.chat_id) > p_now is not true
      -- Whoever is meant by name is told in any case.
      or exists (select from messages q where q.chat_id = l.chat_id and q.seq between x.first and x.last
        and q.more -> 'mentions' @> jsonb_build_array(jsonb_build_object('userId', l.user_id))));

  if v_chat is not null then
    -- Read meanwhile, and nobody has said so yet: what comes now begins a new one.
    select array_agg(u.id) filter (where u.read_at is null and not u.tells),
           array_agg(u.id) filter (where u.read_at is not null)
    into v_read, v_past
    from unnest(v_chat, v_user) as e (chat_id, user_id)
    cross join lateral (
      select n.id, n.read_at,
        exists (select from telling_messages(n.chat_id, n.user_id, n.spans, read_seq_of(n.chat_id, n.user_id))) as tells
      from notifications n where n.user_id = e.user_id and n.chat_id = e.chat_id and n.type = 0 offset 0
    ) u;
    update notifications n set read_at = read_at_of(n.chat_id, n.user_id, p_now) where n.id = any (v_read);
    -- The one before it has been told to be read long ago.
    delete from notifications n where n.id = any (v_past)
      and not exists (select from notifications u
        where u.user_id = n.user_id and u.chat_id = n.chat_id and u.type = 0 and u.read_at is null);
    insert into notifications as n (user_id, type, chat_id, spans, created_at)
      select e.user_id, 0, e.chat_id, int8multirange(int8range(e.first, e.last, '[]')), e.at
      from unnest(v_chat, v_user, v_first, v_last, v_at) as e (chat_id, user_id, first, last, at)
      order by e.chat_id, e.user_id
      on conflict (user_id, chat_id) where type = 0 and read_at is null
      do update set spans = n.spans + excluded.spans, created_at = greatest(n.created_at, excluded.created_at);
  end if;

  return query
    select u.id, k.user_id
    from unnest(p_chat, p_from) as b (chat_id, since)
    cross join lateral (select m.user_id from notification_marks m where m.chat_id = b.chat_id offset 0) k
    cross join lateral (
      select n.id from notifications n
      where n.user_id = k.user_id and n.chat_id = b.chat_id and n.type = 0
        and (n.read_at is null and upper(n.spans) > b.since or n.id = any (v_read))
      offset 0
    ) u;
end $$;

-- Looks at unread notifications again, and clears those in which nothing is left to tell: it was read, or deleted.
-- p_user, p_seq: of this member alone, and only what tells of this message; null: of all, of any. Returns what it looked
-- at, but for those of a reader who has not come to them yet.
create or replace function settle_notifications(p_chat uuid[], p_user int[], p_seq bigint[], p_now timestamptz)
returns table (id uuid, user_id int) language sql
  set enable_seqscan = off
as $$
  with touched as materialized (
    select u.*
    from unnest(p_chat, p_user, p_seq) as w (chat_id, user_id, seq)
    cross join lateral (
      select m.user_id from notification_marks m
      where m.chat_id = w.chat_id and m.user_id = coalesce(w.user_id, m.user_id) offset 0
    ) k
    cross join lateral (
      select n.id, n.user_id,
        exists (select from telling_messages(n.chat_id, n.user_id, n.spans, read_seq_of(n.chat_id, n.user_id))) as tells
      from notifications n
      where n.user_id = k.user_id and n.chat_id = w.chat_id and n.type = 0 and n.read_at is null
        and case when w.seq is null then read_seq_of(n.chat_id, n.user_id) >= lower(n.spans) else n.spans @> w.seq end
      offset 0
    ) u
  ), cleared as (
    -- By the key, in its order: two of these do not wait for each other in a circle.
    update notifications n set read_at = read_at_of(n.chat_id, n.user_id, p_now)
    where n.id = any (array(select t.id from touched t where not t.tells)) and n.read_at is null
  )
  select distinct t.id, t.user_id from touched t
$$;

-- A seat has a mark from its first moment on, which is exact because the chat is locked then: what was said before is
-- nothing new. Whoever loses the seat sees no notification of the chat any more.
create or replace function mark_seat() returns trigger language plpgsql as $$
begin
  if new.left_at is null then
    insert into notification_marks (chat_id, user_id, told_seq)
      select new.chat_id, new.user_id, c.last_seq from chats c where c.id = new.chat_id
      on conflict (chat_id, user_id) do update set told_seq = excluded.told_seq;
  else
    delete from notification_marks k where k.chat_id = new.chat_id and k.user_id = new.user_id;
    delete from notifications n where n.chat_id = new.chat_id and n.user_id = new.user_id;
  end if;
  return null;
end $$;
create or replace trigger mark_seat after insert or update of left_at on chat_members
  for each row execute function mark_seat();
