-- Up to where the messages of a chat were expired (KEEP_MESSAGES). Written by: messages. No row: nowhere yet.
create table message_retention (
  chat_id uuid primary key,
  upto_seq bigint not null
);
