-- Chats and who is in them. Written by: chats (and by the append, which moves the counters of a chat).
--
-- Codes, everywhere in this database (database/codes.ts):
--   role and sender_type   0 system, 1 customer, 2 provider, 3 lsm
--   chats.status           0 open, 1 disputed, 2 closed
--   messages.message_type  0 text, 1 image, 2 document, 3 voice, 4 system
--
-- The three seats of a chat ARE its membership. Every statement that changes a seat, a counter or the status holds the
-- row's lock (FOR NO KEY UPDATE, or the UPDATE itself), so that an append sees the members as they are at its commit.
--
-- fillfactor 50, and no index on any column that the append touches (last_seq, revision, n_*, last_activity_at): its
-- update then stays on the page and touches no index (HOT), which is most of what makes it cheap.

create table chats (
  id uuid primary key,
  job_id text, -- any string of the host platform
  job jsonb, -- { title, url, status, price, currency, date }
  subject text not null default '',
  status smallint not null default 0 check (status between 0 and 2),
  customer_id int,
  provider_id int,
  lsm_id int,
  last_seq bigint not null default 0, -- hands out seq; the message with this seq is the last one
  revision bigint not null default 0, -- hands out revision
  -- How many messages customers, providers and LSMs have sent here, deleted ones included: see unread_of().
  n_customer int not null default 0,
  n_provider int not null default 0,
  n_lsm int not null default 0,
  last_activity_at timestamptz(3) not null default now(),
  parent_id uuid references chats (id), -- a lane of that chat's dispute
  lane text check (lane in ('customer', 'provider', 'staff')),
  -- false once a seat was emptied: it is then no longer "the chat of this job and this pair", and two chats that lost
  -- the same party do not collide.
  findable boolean not null default true,
  closed_at timestamptz(3),
  created_by int not null, -- 0: the host platform
  created_at timestamptz(3) not null default now(),
  check (customer_id <> provider_id),
  check (lsm_id <> customer_id),
  check (lsm_id <> provider_id),
  check ((parent_id is null) = (lane is null))
) with (fillfactor = 50);

-- One chat per job and pair; a party that is not known yet counts as a party.
create unique index chats_job_and_pair on chats (job_id, customer_id, provider_id) nulls not distinct
  where parent_id is null and job_id is not null and findable;
create index chats_parent on chats (parent_id) where parent_id is not null;

-- Who is or was in a chat, and since when: the list of a user's chats. The seats decide, this follows them, in the same
-- statement (seat_member(), unseat_member(), or the insert of a chat).
create table chat_members (
  user_id int not null,
  chat_id uuid not null references chats (id),
  role smallint not null check (role between 1 and 3),
  -- All messages of my role here are mine, and mine are all of my role: unread is then a subtraction, else a count.
  solo boolean not null,
  joined_at timestamptz(3) not null default now(),
  left_at timestamptz(3),
  primary key (user_id, chat_id)
);
create index chat_members_chat on chat_members (chat_id, user_id) include (role, left_at);
