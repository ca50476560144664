-- A party that leaves during a dispute takes its acceptance with it; back in its seat it has its lane again, and another
-- person in the seat gets a lane of its own. A dispute may so have several lanes with one side: one of them is in use.
alter table dispute_lanes add column current boolean not null default true;
alter table dispute_lanes drop constraint dispute_lanes_dispute_id_lane_key;
create unique index dispute_lanes_current on dispute_lanes (dispute_id, lane) where current;
create index dispute_lanes_dispute on dispute_lanes (dispute_id);

-- It has a parameter more.
drop function if exists add_chat_member(uuid, int, smallint, int, uuid, text[]);
