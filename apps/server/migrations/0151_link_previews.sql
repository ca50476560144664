-- What pages say of themselves, for previews of links: fetched once, for all who link to them. found: { title, description },
-- or null: nothing. Rows older than a week are dropped. Written by: previews.
create table link_pages (
  url text primary key,
  found jsonb,
  asked_by int not null, -- whose message it was fetched for
  fetched_at timestamptz(3) not null default clock_timestamp()
);
create index link_pages_asked on link_pages (asked_by, fetched_at);
create index link_pages_fetched on link_pages (fetched_at);
-- In messages.more since then: preview { written, url, site, title, description } or { written, removed }, played_by, and
-- masked, which its author alone is told.
