-- What is true of every chat: the CHECK constraints of the table, but looked at only when one of their columns is written. As
-- constraints they were read, compiled and evaluated by every update of a counter, which is every append: 45 µs a batch. A rule
-- more: its columns belong into the list of the trigger too. restore-backup.ts turns triggers off: what is restored is not looked at.
create or replace function refuse_chat() returns trigger language plpgsql as $$
begin
  raise exception 'a chat is open, disputed or closed; three different people have its seats; a lane has a parent, and nothing else has'
    using errcode = 'check_violation', table = 'chats', constraint = 'chats_check';
end $$;
create or replace trigger chats_check
  after insert or update of status, customer_id, provider_id, lsm_id, parent_id, lane on chats for each row
  when (new.status not between 0 and 2 or new.customer_id = new.provider_id or new.lsm_id in (new.customer_id, new.provider_id)
    or new.lane not in ('customer', 'provider', 'staff') or (new.parent_id is null) <> (new.lane is null))
  execute function refuse_chat();
