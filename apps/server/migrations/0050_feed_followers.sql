-- How far each follower of `feed` has come. Written by: feed.
--
-- A follower reads what comes after its mark and is older than every running transaction (0004_messages.sql), does its
-- work, and then moves its mark. Who may do that for a name holds a session lock (features/feed/feed-session.ts). What
-- all have passed is deleted; one that no server has named for a week holds nothing back any more and is forgotten.

create table feed_followers (
  name text primary key,
  xid xid8 not null,
  id bigint not null,
  seen_at timestamptz(3) not null default now()
);
