-- What changed since a revision is computed (functions/changed_messages.sql, docs/decisions/0300). The previous build looks for it in
-- all messages of the chat while it runs beside this one, and finds the same.
-- The functions come right after it and lock `chats`; commands take the two in this order.
lock table chats in share row exclusive mode;
drop index messages_revision;
