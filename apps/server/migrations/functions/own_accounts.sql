-- An account with a number of ours. A taken e-mail breaks users_email.
create or replace function add_account(p_email text, p_name text, p_role text, p_region text, p_hash text)
returns users language plpgsql as $$
declare
  u users;
begin
  loop
    insert into users (id, name, email, role, region, password_hash, own)
      values (nextval('own_user_ids'), p_name, p_email, p_role, p_region, p_hash, true)
      on conflict (id) do nothing
      returning * into u;
    exit when found;
  end loop;
  return u;
end $$;

-- Makes or changes a user. p_change has only what was said: { name, email, role, region, disabled }; null clears.
-- outcome: 'done', 'same' (nothing was written), 'no_role' (a new user needs one), 'erased'.
-- `ended`: the user's sessions, when this disabled them: they stay ended when the user is enabled again.
-- The audit keeps which fields changed, and no name or e-mail: those must be gone after an erasure.
create or replace function put_user(
  p_id int, p_change jsonb, p_actor int,
  out outcome text, out person users, out ended uuid[]
) language plpgsql as $$
declare
  u users;
  v_created boolean := false;
begin
  ended := '{}';
  select * into u from users where id = p_id for no key update;
  if not found then
    if p_change ->> 'role' is null then outcome := 'no_role'; return; end if;
    insert into users (id, role) values (p_id, p_change ->> 'role') on conflict (id) do nothing;
    v_created := found;
    select * into strict u from users where id = p_id for no key update;
  end if;
  if u.erased_at is not null then outcome := 'erased'; return; end if;
  person := u;
  person.name := coalesce(p_change ->> 'name', u.name);
  person.role := coalesce(p_change ->> 'role', u.role);
  if p_change ? 'email' then person.email := p_change ->> 'email'; end if;
  if p_change ? 'region' then person.region := p_change ->> 'region'; end if;
  if p_change ? 'locale' then person.locale := p_change ->> 'locale'; end if;
  if (p_change ->> 'disabled')::boolean then person.disabled_at := coalesce(u.disabled_at, clock_timestamp()); end if;
  if not (p_change ->> 'disabled')::boolean then person.disabled_at := null; end if;
  if person is not distinct from u and not v_created then outcome := 'same'; return; end if;
  update users set name = person.name, role = person.role, email = person.email, region = person.region,
      locale = person.locale,
      disabled_at = person.disabled_at, updated_at = clock_timestamp()
    where id = p_id returning * into person;
  if u.disabled_at is null and person.disabled_at is not null then
    with gone as (
      update sessions set revoked_at = clock_timestamp() where user_id = p_id and revoked_at is null returning id
    ) select coalesce(array_agg(id), '{}') into ended from gone;
  end if;
  insert into audit (actor, action, target, details) values (p_actor, 'put_user', 'user:' || p_id, jsonb_build_object(
    'created', v_created,
    'fields', (select coalesce(jsonb_agg(key order by key), '[]') from jsonb_object_keys(p_change) key),
    'role', person.role, 'disabled', person.disabled_at is not null));
  outcome := 'done';
end $$;

-- Hides a person for good. The row stays, since messages name its number; everything about the person goes.
-- outcome: 'done', 'same' (erased before), 'no_user'.
create or replace function erase_user(p_id int, p_actor int, out outcome text, out disabled_at timestamptz)
language plpgsql as $$
declare
  u users;
begin
  select * into u from users where id = p_id for no key update;
  if not found then outcome := 'no_user'; return; end if;
  if u.erased_at is not null then outcome := 'same'; return; end if;
  disabled_at := clock_timestamp();
  update users set name = '', email = null, region = null, locale = null, password_hash = null,
      disabled_at = erase_user.disabled_at, erased_at = erase_user.disabled_at, updated_at = erase_user.disabled_at
    where id = p_id;
  delete from sessions where user_id = p_id; -- with the names of the person's devices
  insert into audit (actor, action, target) values (p_actor, 'erase_user', 'user:' || p_id);
  outcome := 'done';
end $$;

-- A session for somebody whose password was just verified against p_hash; null when that is not their password any
-- more, or they were disabled meanwhile. The share lock waits for whoever is disabling them.
create or replace function open_session(
  p_user int, p_hash text, p_session uuid, p_agent text, p_token bytea, p_seconds int
) returns users language plpgsql as $$
declare
  u users;
begin
  select * into u from users
    where id = p_user and password_hash = p_hash and disabled_at is null and erased_at is null for share;
  if not found then return null; end if;
  delete from sessions where user_id = p_user and expires_at < now() - interval '1 day';
  insert into sessions (id, user_id, user_agent, expires_at)
    values (p_session, p_user, p_agent, now() + make_interval(secs => p_seconds));
  insert into refresh_tokens (hash, session_id, expires_at)
    values (p_token, p_session, now() + make_interval(secs => p_seconds));
  return u;
end $$;

-- Takes a refresh token and gives the next one. Of two callers with one token the second waits, finds it used, and with
-- that ends the session: one of them is a thief, and nobody knows which.
-- outcome: 'done', 'replayed' (the session has ended now), 'refused' (unknown, expired, ended or disabled).
create or replace function rotate_refresh_token(
  p_hash bytea, p_next bytea, p_seconds int,
  out outcome text, out session_id uuid, out person users
) language plpgsql as $$
#variable_conflict use_column
declare
  t refresh_tokens;
begin
  outcome := 'refused';
  update refresh_tokens set used_at = clock_timestamp()
    where hash = p_hash and used_at is null and expires_at > now() returning * into t;
  if not found then
    select * into t from refresh_tokens where hash = p_hash and used_at is not null;
    if found then
      outcome := 'replayed';
      update sessions s set revoked_at = clock_timestamp() where s.id = t.session_id and s.revoked_at is null;
      rotate_refresh_token.session_id := t.session_id;
      select u.* into person from users u join sessions s on s.user_id = u.id where s.id = t.session_id;
    end if;
    return;
  end if;
  update sessions s set expires_at = now() + make_interval(secs => p_seconds)
    where s.id = t.session_id and s.revoked_at is null and s.expires_at > now();
  if not found then return; end if;
  select u.* into person from users u join sessions s on s.user_id = u.id
    where s.id = t.session_id and u.disabled_at is null and u.erased_at is null;
  if not found then return; end if;
  delete from refresh_tokens r where r.session_id = t.session_id and r.expires_at < now();
  insert into refresh_tokens (hash, session_id, expires_at)
    values (p_next, t.session_id, now() + make_interval(secs => p_seconds));
  rotate_refresh_token.session_id := t.session_id;
  outcome := 'done';
end $$;
