-- What is one member's alone about a chat. Written by: prefs. A row that is missing says what its defaults say.
create table chat_prefs (
  user_id int not null,
  chat_id uuid not null references chats (id),
  muted_until timestamptz(3),
  pinned boolean not null default false,
  archived boolean not null default false,
  marked_unread boolean not null default false,
  draft text,
  updated_at timestamptz(3) not null default clock_timestamp(),
  primary key (user_id, chat_id)
) with (fillfactor = 80); -- a draft is written again and again
