-- One row about the database itself.
--
-- epoch: clients and nodes remember it; a restore from a backup gives the database a new one, which tells everybody
-- that what they hold may be ahead of what is here (`reset`).

create table server_state (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null default gen_random_uuid(),
  created_at timestamptz(3) not null default now()
);
insert into server_state default values;

-- What administrators and the host platform did. Append-only; metadata only, never a message's text.
-- Written by: admin.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null default now(),
  actor int not null, -- 0: the host platform, by its service token
  action text not null,
  target text not null,
  details jsonb not null default '{}'
);
