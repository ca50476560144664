-- Accounts of this server's own, and how people and their sessions are changed. Written by: auth. Called by
-- features/auth/*.repository.ts. Whatever several servers must agree on goes by this database's clock.

-- A number is either the host platform's or ours: own = true is an account made here, and no token of the host opens it.
-- Ours begin where hosts do not count; one that a host used first is skipped all the same.
alter table users add column own boolean not null default false;
alter sequence own_user_ids start with 2000000000 restart;

-- What each server asks for twice a second: whose access has just ended?
create index sessions_revoked on sessions (revoked_at) where revoked_at is not null;
create index users_disabled on users (disabled_at) where disabled_at is not null;

-- Failed logins. Unlogged: it is no loss when a crash of the database empties it, and a guesser causes no WAL.
create unlogged table login_failures (
  key text primary key, -- an account as seen from an address, or an address; never an e-mail in plain
  failures int not null,
  ends_at timestamptz(3) not null -- of the window that began with the first failure
);
create index login_failures_ends on login_failures (ends_at);
