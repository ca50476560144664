-- People are looked for among whom a reader has met, and jobs among the reader's chats, by names that stand beside the
-- reader: what a search costs depends on neither how many there are in all nor how many have such a name. Written by: search
-- (the triggers of functions/search_names.sql; chats that were there before, by its background job). Can be made anew.

-- Who sits, or once sat, in one chat with whom, with the other's name, folded: '' while there is none, and once it was erased.
-- Both directions. More than may be found by now: the seats decide.
create table search_contacts (
  user_id int not null,
  other_id int not null,
  name text not null,
  -- When something last happened in a chat of both, or up to a minute before that; the follower of the feed keeps it.
  at timestamptz(3) not null,
  -- For an index of reader and trigrams in one, without yet another extension.
  whose int[] not null generated always as (array[user_id]) stored,
  primary key (user_id, other_id)
) with (fillfactor = 80);

-- In which chats.
create table search_meetings (
  user_id int not null,
  other_id int not null,
  chat_id uuid not null,
  primary key (user_id, other_id, chat_id)
);

-- Who sits, or once sat, in each chat, and when something last happened there, as above.
alter table search_chats add column users int[] not null default '{}', add column at timestamptz(3) not null default now();

-- Whether the chats of before are all in search_contacts, and up to which one.
alter table search_progress add column met_after uuid, add column met boolean not null default false;

-- Names of everybody are not looked through any more.
drop index if exists search_people_alike;
