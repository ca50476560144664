-- Quiet hours of one chat, in the place of those for all; quiet_none: it has none. delivery_facts reads them
-- (functions/delivery.sql).
alter table delivery_chat_prefs
  add column quiet_from smallint check (quiet_from between 0 and 1439),
  add column quiet_to smallint check (quiet_to between 0 and 1439),
  add column quiet_none boolean not null default false,
  add constraint delivery_chat_prefs_quiet check ((quiet_from is null) = (quiet_to is null) and not (quiet_none and quiet_from is not null));
