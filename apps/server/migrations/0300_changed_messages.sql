-- What changed since a revision is computed (functions/changed_messages.sql, docs/decisions/0300). The previous build looks for it in
-- all messages of the chat while it runs beside this one, and finds the same.
-- Appends and changes lock rows of `chats`, then use `messages`, then update `chats`: whoever is between these is waited for, here
-- and not with `messages` in hand. Who only reads is not.
lock table chats in exclusive mode;
drop index messages_revision;
