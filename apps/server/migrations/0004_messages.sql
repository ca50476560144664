-- Messages, what was changed about them, and the feed of what happened. Written by: messages.

-- The current state of every message. The key is also the order in which everybody sees them; a page of history, and
-- the last message of a chat, are ranges of it.
create table messages (
  chat_id uuid not null, -- no foreign key: the append holds the chat's lock anyway, and this is the hot table
  seq bigint not null, -- per chat 1, 2, 3 … without gaps
  id uuid not null,
  revision bigint not null, -- of the last change of this row: what catch-up is measured by
  sender_id int not null, -- 0: the system
  sender_type smallint not null,
  message_type smallint not null default 0,
  client_id text, -- as the sender's device named it, when that is not a canonical UUID
  client_key uuid, -- the canonical UUID itself, or a hash of client_id; null when the device named nothing
  message text not null,
  reply_seq bigint,
  created_at timestamptz(3) not null,
  edited_at timestamptz(3),
  deleted_at timestamptz(3), -- a tombstone: message is '' and what it said is in changes.before
  -- Messages by customers, providers and LSMs up to and including this one, deleted ones included: unread_of().
  n_customer int not null,
  n_provider int not null,
  n_lsm int not null,
  primary key (chat_id, seq)
);
-- The same client_id of the same sender is the same message, for ever.
create unique index messages_client_key on messages (chat_id, sender_id, client_key) where client_key is not null;
create unique index messages_id on messages (chat_id, id);
-- What changed since a revision.
create index messages_revision on messages (chat_id, revision);
create index messages_tombstones on messages (chat_id, seq) include (sender_type) where deleted_at is not null;

-- Every durable change of a chat but the sending of messages (which are their own record): edits, deletions, reactions,
-- seats, status. Append-only: the record for disputes and audits, with what was there before.
create table changes (
  chat_id uuid not null,
  revision bigint not null,
  seq bigint, -- the message that changed, if one did
  kind text not null,
  actor_id int not null, -- 0: the system or the host platform
  before jsonb,
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (chat_id, revision)
);

-- What happened, for those who follow: notifications, search, webhooks. One row per committed batch or change:
--   { "chats": [ { "chat": uuid, "from": seq, "to": seq, "revision": n } ] }              messages from..to were appended
--   { "chats": [ { "chat": uuid, "revision": n, "kind": text, "seq": seq | null } ] }     a change, as in `changes`
-- Numbers are taken before the commit, so rows do not appear in their order. A follower therefore reads by (xid, id),
-- and only what is older than every running transaction:
--   select … from feed where (xid, id) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id
-- A restore into another cluster restarts transaction numbers: it empties the feed and the followers' cursors.
create table feed (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz(3) not null default clock_timestamp(),
  payload jsonb not null,
  primary key (xid, id)
);
