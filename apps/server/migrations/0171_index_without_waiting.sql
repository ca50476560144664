-- index_messages no longer waits for the disk when it commits.
select 1;
