-- functions/append_batch.sql: append_batch, which decides of each row in a loop and writes from arrays, instead of one
-- statement with seven steps for everything. append_messages stays, around it.
--
-- functions/chat_checks.sql: what the constraints dropped below said of every chat, looked at only when it may have changed. The
-- previous build is held to it by the trigger as well.
alter table chats
  drop constraint chats_status_check,
  drop constraint chats_lane_check,
  drop constraint chats_check,
  drop constraint chats_check1,
  drop constraint chats_check2,
  drop constraint chats_check3;
