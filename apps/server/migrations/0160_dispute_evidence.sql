-- What whoever opens a dispute points to. Functions: lanes say when they are opened and closed (disputes.sql).
alter table disputes add column evidence bigint[] not null default '{}'; -- seq of messages of the chat, ascending
