-- Whoever is erased is not even known by the hash of an address.
create or replace function forget_recipient() returns trigger language plpgsql as $$
begin
  delete from mail_recipients where user_id = new.id;
  return null;
end $$;
create or replace trigger forget_recipient after update of erased_at on users
  for each row when (new.erased_at is not null) execute function forget_recipient();
