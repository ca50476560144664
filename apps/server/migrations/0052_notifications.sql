-- In-app notifications. Written by: notifications (its worker follows `feed`), and by the trigger at the end.

-- What each member of a chat needs to be told no more: messages up to told_seq were told, or were not to be (the chat was
-- open on a device, or muted). A mark moves in the transaction that raises the notification: a worker that dies loses
-- none and doubles none, whatever it reads again. A member has a mark from the moment of the seat on.
create table notification_marks (
  chat_id uuid not null,
  user_id int not null,
  told_seq bigint not null,
  primary key (chat_id, user_id)
) with (fillfactor = 70);

create table notifications (
  id uuid primary key default gen_random_uuid(),
  user_id int not null,
  type smallint not null check (type between 0 and 2), -- 0 message, 1 dispute, 2 deadline
  chat_id uuid check (chat_id is not null or type <> 0),
  -- Messages: which were told. What is shown of them (title, body, count) is always read from the messages, so that it
  -- agrees with edits, deletions and receipts; there is no copy of a text here.
  spans int8multirange not null default '{}',
  -- Others: what they say.
  title text not null default '',
  body text not null default '',
  created_at timestamptz(3) not null default clock_timestamp(), -- when it last counted up
  read_at timestamptz(3)
);
-- One that counts up per chat and member; the read one before it stays until the next one after it is raised.
create unique index notifications_unread on notifications (user_id, chat_id) where type = 0 and read_at is null;
create index notifications_of_chat on notifications (user_id, chat_id);
create index notifications_of_user on notifications (user_id, created_at, id);
insert into notification_marks (chat_id, user_id, told_seq)
  select m.chat_id, m.user_id, c.last_seq from chat_members m join chats c on c.id = m.chat_id where m.left_at is null;
