-- Which of the two parties has blocked the other: 1 the customer, 2 the provider, 3 both; 0 nobody.
create or replace function pair_blocked(p_customer int, p_provider int) returns smallint language sql stable as $$
  select coalesce(sum(case b.blocker_id when p_customer then 1 else 2 end), 0)::smallint from blocks b
  where (b.blocker_id = p_customer and b.blocked_id = p_provider) or (b.blocker_id = p_provider and b.blocked_id = p_customer)
$$;

-- Blocks or unblocks somebody. outcome: 'done', 'same', 'no_user' (nobody whom the blocker shares a chat with),
-- 'wrong_role' (only a party is blocked). One row for each chat of the two, after the change; else one without a chat.
-- A chat of the two that is opened meanwhile waits for the same lock (block_of_chat).
create or replace function set_block(p_blocker int, p_blocked int, p_on boolean)
returns table (outcome text, chat chats) language plpgsql as $$
declare
  v_role text;
  v_outcome text;
  c chats;
  v_chats chats[] := '{}';
begin
  perform pg_advisory_xact_lock(1112298059, hashtext(least(p_blocker, p_blocked) || ' ' || greatest(p_blocker, p_blocked)));
  select u.role into v_role from users u where u.id = p_blocked and u.id <> p_blocker and exists (
    select from chat_members a join chat_members b on b.chat_id = a.chat_id and b.user_id = p_blocked
    where a.user_id = p_blocker);
  if v_role is null then
    v_outcome := 'no_user';
  elsif p_on and v_role not in ('customer', 'provider') then
    v_outcome := 'wrong_role';
  elsif p_on then
    insert into blocks (blocker_id, blocked_id) values (p_blocker, p_blocked) on conflict do nothing;
    v_outcome := case when found then 'done' else 'same' end;
  else
    delete from blocks b where b.blocker_id = p_blocker and b.blocked_id = p_blocked;
    v_outcome := case when found then 'done' else 'same' end;
  end if;
  if v_outcome = 'done' then
    for c in
      select t.* from chat_members m join chats t on t.id = m.chat_id
      where m.user_id = p_blocker and p_blocker in (t.customer_id, t.provider_id) and p_blocked in (t.customer_id, t.provider_id)
      order by t.id for no key update of t
    loop
      perform bump_chat(c.id, case when p_on then 'blocked' else 'unblocked' end, p_blocker);
      update chats t set blocked = pair_blocked(t.customer_id, t.provider_id) where t.id = c.id returning t.* into c;
      v_chats := v_chats || c;
    end loop;
  end if;
  return query select v_outcome, x from (select 1) one left join unnest(v_chats) x on true;
end $$;

-- A new chat, or a new party in one, finds the block that is there.
create or replace function block_of_chat() returns trigger language plpgsql as $$
begin
  if new.customer_id is null or new.provider_id is null then
    new.blocked := 0;
  else
    perform pg_advisory_xact_lock_shared(1112298059,
      hashtext(least(new.customer_id, new.provider_id) || ' ' || greatest(new.customer_id, new.provider_id)));
    new.blocked := pair_blocked(new.customer_id, new.provider_id);
  end if;
  return new;
end $$;
create or replace trigger block_of_chat before insert or update of customer_id, provider_id on chats
  for each row execute function block_of_chat();
