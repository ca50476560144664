-- People and their sessions. Written by: auth.

-- A user is known here by the number that the host platform gave, or by one of our own sequence. A number of ours that
-- the host used first is skipped: insert, and on a conflict of the primary key take the next.
create sequence own_user_ids as int;

create table users (
  id int primary key check (id > 0),
  name text not null default '',
  email text,
  role text not null check (role in ('customer', 'provider', 'lsm', 'admin')),
  region text,
  locale text,
  password_hash text, -- null: cannot log in here, only with the host's tokens
  disabled_at timestamptz(3),
  erased_at timestamptz(3), -- name and e-mail are gone; the row stays, since messages name its number
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
) with (fillfactor = 80);
create unique index users_email on users (lower(email)) where email is not null;

-- One login. Its id is the `sid` of the tokens made for it.
create table sessions (
  id uuid primary key,
  user_id int not null references users (id) on delete cascade,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3)
);
create index sessions_user on sessions (user_id);

-- The chain of refresh tokens of a session, as SHA-256. Only one is unused; a used one that comes again was stolen, and
-- ends the session.
create table refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index refresh_tokens_session on refresh_tokens (session_id);
