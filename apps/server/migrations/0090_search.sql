-- Search. Written by: search (its follower of `feed`, and the triggers of functions/search.sql). Everything here can be
-- made anew from what it was made of (how: docs/search.md, which also says why it finds fast).

-- The words of each message that people wrote; a deleted one stays as a row without words, so that no older reading of it
-- comes back.
create table search_messages (
  chat_id uuid not null,
  seq bigint not null,
  revision bigint not null, -- of the message, as it was read
  at timestamptz(3) not null, -- when it was sent
  has smallint not null default 0, -- 1: files
  -- Who sits in its chat, with when it was sent: search_keys(). More than may read it by now: seats decide, not this.
  keys bigint[] not null,
  words tsvector not null,
  primary key (chat_id, seq)
);
-- What is added waits in a list that every search reads to its end: a short one.
create index search_messages_words on search_messages using gin (words, keys)
  with (fastupdate = on, gin_pending_list_limit = 256);

-- From when to when there are messages of each user's chats, in days since 1970.
create table search_users (
  user_id int primary key,
  first_day int not null,
  last_day int not null
) with (fillfactor = 70);

-- Every word that was ever used: what a beginning of a word, or a misspelt one, may mean. Never shown.
create table search_words (word text collate "C" primary key);

-- Names, folded: of people, and of chats with their jobs.
create table search_people (user_id int primary key, name text not null) with (fillfactor = 80);
create table search_chats (chat_id uuid primary key, name text not null) with (fillfactor = 80);

-- How far the messages that were there before have come: chats up to after_chat are done.
create table search_progress (
  only_row boolean primary key default true check (only_row),
  version int not null default 0, -- of what the words are made by; another one makes them anew
  after_chat uuid,
  done boolean not null default false
);
insert into search_progress default values;
