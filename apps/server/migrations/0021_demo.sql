-- Which accounts are the demo's, so that their public passwords open nothing where the server is no demo. Written by: demo.

create table demo_data (
  only_row boolean primary key default true check (only_row),
  started_at timestamptz(3) not null default now(),
  finished_at timestamptz(3) -- null: making it was interrupted, and goes on at the next start
);

create table demo_accounts (
  user_id int primary key references users (id),
  password_hash text not null, -- of the public password; an account whose password is another one is somebody's own
  asleep boolean not null default false -- disabled because the server is no demo now
);
