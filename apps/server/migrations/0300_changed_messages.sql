-- What changed since a revision is computed (functions/changed_messages.sql, docs/decisions/0300). While the previous build runs
-- beside this one, it reads a chat's messages from the beginning to find it.
drop index messages_revision;
