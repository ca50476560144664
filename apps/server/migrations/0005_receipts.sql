-- How far each member has read and received. Written by: receipts. No index but the key, and room on the page, so that
-- moving a mark touches nothing else (HOT).

create table receipts (
  chat_id uuid not null,
  user_id int not null,
  read_seq bigint not null default 0,
  read_at timestamptz(3),
  delivered_seq bigint not null default 0,
  delivered_at timestamptz(3),
  primary key (chat_id, user_id)
) with (fillfactor = 70);
