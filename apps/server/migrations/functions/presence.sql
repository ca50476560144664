-- Writes when these users (each once) were last seen: never back, and not of a person who was erased.
create or replace function note_presence(p_user int[], p_at timestamptz[]) returns table (user_id int, last_seen_at timestamptz)
language sql as $$
  insert into presence as p (user_id, last_seen_at)
    select u.id, c.at from unnest(p_user, p_at) as c (user_id, at) join users u on u.id = c.user_id and u.erased_at is null
    order by u.id
    on conflict (user_id) do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
    returning p.user_id, p.last_seen_at
$$;

-- The same, and who may learn that they came or went: everybody who shares a chat that is not closed, each once. Nothing
-- for a user who shares none. The seats of a chat are its members: there is no second look at chat_members. `offset 0`
-- keeps the planner to the order of the text, by the keys, whatever the statistics of a young table say.
create or replace function change_presence(p_user int[], p_at timestamptz[])
returns table (user_id int, last_seen_at timestamptz, peers int[])
language sql
  set enable_seqscan = off
as $$
  with noted as materialized (select * from note_presence(p_user, p_at))
  select c.user_id, (select n.last_seen_at from noted n where n.user_id = c.user_id), array_agg(distinct o.id)
  from unnest(p_user) as c (user_id)
  cross join lateral (
    select m.chat_id from chat_members m where m.user_id = c.user_id and m.left_at is null offset 0
  ) m
  cross join lateral (
    select array[t.customer_id, t.provider_id, t.lsm_id] as ids from chats t where t.id = m.chat_id and t.status <> 2 offset 0
  ) t
  cross join lateral unnest(t.ids) as o (id)
  where o.id <> c.user_id
  group by c.user_id
$$;

-- Nothing of a person stays when the person is erased.
create or replace function forget_presence() returns trigger language plpgsql as $$
begin
  delete from presence where user_id = new.id;
  return null;
end $$;
create or replace trigger forget_presence after update of erased_at on users
  for each row when (new.erased_at is not null) execute function forget_presence();
