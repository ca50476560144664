-- Chats and people by name. Names are few and change seldom: they are folded in the statement that writes them, so that an
-- erased one is gone at once.
create or replace function search_chat_name(c chats) returns text language sql immutable parallel safe as $$
  select left(search_fold(concat_ws(' ', c.subject, nullif(c.job ->> 'title', c.subject), c.job_id)), 500)
$$;

create or replace function search_chat() returns trigger language plpgsql as $$
begin
  insert into search_chats as s (chat_id, name) values (new.id, search_chat_name(new))
    on conflict (chat_id) do update set name = excluded.name where s.name <> excluded.name;
  return null;
end $$;
create or replace trigger search_chat after insert or update of subject, job on chats for each row execute function search_chat();

-- Whoever knows this person finds the new name. Two who are renamed at once are in each other's way nowhere: each writes
-- the rows with its own name.
create or replace function search_person() returns trigger language plpgsql as $$
begin
  insert into search_people as p (user_id, name) values (new.id, search_fold(new.name))
    on conflict (user_id) do update set name = excluded.name where p.name <> excluded.name;
  if found then
    update search_contacts c set name = search_fold(new.name)
      where c.other_id = new.id and c.user_id = any (array(select k.other_id from search_contacts k where k.user_id = new.id));
  end if;
  return null;
end $$;
create or replace trigger search_person after insert or update of name on users for each row execute function search_person();

-- Who sits in these chats has met. Again is the same.
create or replace function search_meet(p_chats uuid[]) returns void language plpgsql as $$
declare
  v_new int[];
begin
  update search_chats s set users = x.users
    from (select m.chat_id, array_agg(m.user_id order by m.user_id) as users from chat_members m
      where m.chat_id = any (p_chats) group by m.chat_id) x
    where s.chat_id = x.chat_id and s.users <> x.users;
  with met as (
    insert into search_meetings (user_id, other_id, chat_id)
      select a.user_id, b.user_id, a.chat_id
      from chat_members a join chat_members b on b.chat_id = a.chat_id and b.user_id <> a.user_id
      where a.chat_id = any (p_chats) order by 1, 2, 3
      on conflict do nothing returning user_id, other_id
  )
  select array_agg(distinct m.other_id) into v_new from met m
    where not exists (select from search_contacts c where c.user_id = m.user_id and c.other_id = m.other_id);
  if v_new is null then
    return;
  end if;
  -- Held until the commit: who is renamed meanwhile waits, and then finds the rows that are written here; who is being
  -- renamed is waited for. Nobody is missing to be locked.
  insert into search_people (user_id, name) select u, '' from unnest(v_new) u order by u on conflict do nothing;
  perform from search_people p where p.user_id = any (v_new) order by p.user_id for share;
  insert into search_contacts (user_id, other_id, name, at)
    select a.user_id, b.user_id, p.name, max(c.last_activity_at)
    from chat_members a join chat_members b on b.chat_id = a.chat_id and b.user_id <> a.user_id
    join search_people p on p.user_id = b.user_id
    join chats c on c.id = a.chat_id
    where a.chat_id = any (p_chats) and b.user_id = any (v_new) group by 1, 2, 3 order by 1, 2
    on conflict do nothing;
end $$;

create or replace function search_seated() returns trigger language plpgsql as $$
begin
  perform search_meet(array(select distinct s.chat_id from seated s));
  return null;
end $$;
create or replace trigger search_seated after insert on chat_members
  referencing new table as seated for each statement execute function search_seated();

-- Something happened in these chats: they, and who sits in them, move up in the lists of what is found. Rows that somebody
-- else is writing are left as they are, until something happens again: nobody waits for this.
create or replace function search_moved(p_chats uuid[]) returns void language plpgsql as $$
begin
  with moved as (
    select s.chat_id, c.last_activity_at as at from search_chats s join chats c on c.id = s.chat_id
    where s.chat_id = any (p_chats) and s.at < c.last_activity_at - interval '1 minute' for no key update of s skip locked
  )
  update search_chats s set at = m.at from moved m where s.chat_id = m.chat_id;
  with pairs as materialized (
    select a.id as user_id, b.id as other_id, max(c.last_activity_at) as at
    from chats c
    cross join lateral unnest(array[c.customer_id, c.provider_id, c.lsm_id]) a (id)
    cross join lateral unnest(array[c.customer_id, c.provider_id, c.lsm_id]) b (id)
    where c.id = any (p_chats) and a.id <> b.id group by 1, 2
  ), moved as (
    select s.user_id, s.other_id, p.at from search_contacts s join pairs p on p.user_id = s.user_id and p.other_id = s.other_id
    where s.at < p.at - interval '1 minute' for no key update of s skip locked
  )
  update search_contacts s set at = m.at from moved m where s.user_id = m.user_id and s.other_id = m.other_id;
end $$;

-- The next chats of before, some at a time: true when these were the last. It gives way to whoever opens a chat: it never
-- waits as long as it takes to be seen as half of a deadlock, and is called again.
create or replace function search_meet_next(p_most int) returns boolean language plpgsql set lock_timeout = '300ms' as $$
declare
  v_chats uuid[];
begin
  select array_agg(n.id) into v_chats from (
    select c.id from chats c
    where c.id > coalesce((select met_after from search_progress), '00000000-0000-0000-0000-000000000000')
    order by c.id limit p_most) n;
  if v_chats is null then
    update search_progress set met = true;
    return true;
  end if;
  insert into search_chats (chat_id, name) select c.id, search_chat_name(c) from chats c where c.id = any (v_chats) order by c.id
    on conflict do nothing;
  update search_chats s set at = c.last_activity_at from chats c where c.id = s.chat_id and c.id = any (v_chats);
  perform search_meet(v_chats);
  perform search_moved(v_chats);
  update search_progress set met_after = v_chats[cardinality(v_chats)];
  return false;
end $$;

-- How the column "name" of s is asked, in a query whose $1 is the reader, $2 patterns of LIKE that all have to fit, $3 words
-- that it may look like instead, and $4 the pattern that an index of trigrams is asked for. p_mine: whose the row is.
create or replace function search_name_fits(p_mine text, p_patterns text[], p_alike text) returns text language sql stable as $$
  select p_mine || case
    when p_alike is not null then ' and $3 <% s.name'
    when search_longest(p_patterns) is null then ' and s.name like all ($2)'
    else ' and s.name like $4 and s.name like all ($2)' end
$$;
-- Null when none is long enough to have a trigram.
create or replace function search_longest(p_patterns text[]) returns text language sql immutable as $$
  select p from unnest(p_patterns) p where char_length(p) >= 5 order by char_length(p) desc limit 1
$$;

-- The people with whom p_user shares a chat and whose folded name fits, those of the latest activity first, from before
-- (p_before, p_before_id). p_patterns: one of LIKE for each word, all have to fit; p_alike: names that look like it instead.
--
-- An index meets reader and name at once; what it gives is put in order, and seats are asked as they are now until the page
-- is full.
create or replace function search_people_of(
  p_user int, p_patterns text[], p_alike text, p_limit int, p_before timestamptz, p_before_id int
) returns table (user_id int, name text, role text, chats int, chat_id uuid, at timestamptz) language plpgsql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  if not (select met from search_progress) then
    return query select * from search_people_unmet(p_user, p_patterns, p_alike, p_limit, p_before, p_before_id);
    return;
  end if;
  perform set_config('pg_trgm.word_similarity_threshold', '0.5', true);
  return query execute format($q$
    select u.id, u.name, u.role, g.chats, g.chat_id, f.at
    from (
      select s.other_id, s.at from search_contacts s
      where %s and ($5 is null or (s.at, s.other_id) < ($5, $6))
      order by s.at desc, s.other_id desc offset 0
    ) f
    cross join lateral (
      select count(*)::int as chats, (array_agg(c.id order by c.last_activity_at desc, c.id))[1] as chat_id
      from search_meetings m
      join chats c on c.id = m.chat_id and $1 in (c.customer_id, c.provider_id, c.lsm_id)
        and f.other_id in (c.customer_id, c.provider_id, c.lsm_id)
      where m.user_id = $1 and m.other_id = f.other_id
    ) g
    join users u on u.id = f.other_id
    where g.chats > 0
    order by f.at desc, f.other_id desc limit $7
  $q$, search_name_fits(
      case when p_alike is null and search_longest(p_patterns) is null or to_regclass('search_contacts_alike') is null
        then 's.user_id = $1' else 's.whose @> array[$1]' end, p_patterns, p_alike))
    using p_user, p_patterns, p_alike, search_longest(p_patterns), p_before, p_before_id, p_limit;
end $$;

-- The chats of p_user whose folded subject and job fit, in the same way.
create or replace function search_jobs_of(
  p_user int, p_patterns text[], p_alike text, p_limit int, p_before timestamptz, p_before_id uuid
) returns table (chat_id uuid, subject text, title text, job_id text, status smallint, at timestamptz) language plpgsql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  if not (select met from search_progress) or to_regclass('search_chats_alike') is null then
    return query select * from search_jobs_unmet(p_user, p_patterns, p_alike, p_limit, p_before, p_before_id);
    return;
  end if;
  perform set_config('pg_trgm.word_similarity_threshold', '0.5', true);
  return query execute format($q$
    select c.id, c.subject, c.job ->> 'title', c.job_id, c.status, f.at
    from (
      select s.chat_id, s.at from search_chats s
      where %s and ($5 is null or (s.at, s.chat_id) < ($5, $6))
      order by s.at desc, s.chat_id desc offset 0
    ) f
    join chats c on c.id = f.chat_id and $1 in (c.customer_id, c.provider_id, c.lsm_id)
    order by f.at desc, f.chat_id desc limit $7
  $q$, search_name_fits('s.users @> array[$1]', p_patterns, p_alike))
    using p_user, p_patterns, p_alike, search_longest(p_patterns), p_before, p_before_id, p_limit;
end $$;

-- Whether a folded name is what those look for. Not of the language "sql": word_similarity may be missing.
create or replace function search_name_is(p_name text, p_patterns text[], p_alike text) returns boolean
language plpgsql stable as $$
begin
  return case when p_alike is null then p_name like all (p_patterns) else word_similarity(p_alike, p_name) >= 0.5 end;
end $$;
-- The chats in which p_user sits.
create or replace function search_seats(p_user int) returns setof chats language sql stable as $$
  select c.* from chat_members m
  join chats c on c.id = m.chat_id and p_user in (c.customer_id, c.provider_id, c.lsm_id)
  where m.user_id = p_user
$$;

-- The same by the seats of all of p_user's chats: until the tables above are complete, and where there are no trigrams.
create or replace function search_people_unmet(
  p_user int, p_patterns text[], p_alike text, p_limit int, p_before timestamptz, p_before_id int
) returns table (user_id int, name text, role text, chats int, chat_id uuid, at timestamptz) language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
    select * from (
      select u.id, max(u.name), max(u.role), count(*)::int,
        (array_agg(c.id order by c.last_activity_at desc, c.id))[1], max(c.last_activity_at) as at
      from search_seats(p_user) c
      cross join lateral unnest(array[c.customer_id, c.provider_id, c.lsm_id]) o (id)
      join search_people s on s.user_id = o.id and search_name_is(s.name, p_patterns, p_alike)
      join users u on u.id = o.id
      where o.id <> p_user
      group by u.id
    ) p
    where p_before is null or (p.at, p.id) < (p_before, p_before_id)
    order by p.at desc, p.id desc limit p_limit;
end $$;
create or replace function search_jobs_unmet(
  p_user int, p_patterns text[], p_alike text, p_limit int, p_before timestamptz, p_before_id uuid
) returns table (chat_id uuid, subject text, title text, job_id text, status smallint, at timestamptz) language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
    select c.id, c.subject, c.job ->> 'title', c.job_id, c.status, c.last_activity_at
    from search_seats(p_user) c
    join search_chats s on s.chat_id = c.id and search_name_is(s.name, p_patterns, p_alike)
    where p_before is null or (c.last_activity_at, c.id) < (p_before, p_before_id)
    order by c.last_activity_at desc, c.id desc limit p_limit;
end $$;
