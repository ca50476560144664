-- Administrators list users newest first, page by page.
create index users_newest on users (created_at, id);
