-- Whoever logs out, is disabled or erased gets no push any more: in the same transaction (P9). A login that merely ran
-- out keeps its devices: its user is away, and pushes are for those.
create or replace function end_pushes_of_session() returns trigger language plpgsql as $$
begin
  delete from push_subscriptions where session_id = new.id;
  return null;
end $$;
create or replace trigger end_pushes after update of revoked_at on sessions
  for each row when (new.revoked_at is not null) execute function end_pushes_of_session();

create or replace function end_pushes_of_user() returns trigger language plpgsql as $$
begin
  delete from push_subscriptions where user_id = new.id;
  return null;
end $$;
create or replace trigger end_pushes after update of disabled_at, erased_at on users
  for each row when (new.disabled_at is not null or new.erased_at is not null) execute function end_pushes_of_user();
