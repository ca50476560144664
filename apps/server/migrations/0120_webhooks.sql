-- What the host platform is told by requests to addresses of its own. Written by: webhooks.

-- Addresses that are told of events.
create table webhook_endpoints (
  id uuid primary key,
  url text not null,
  description text not null default '',
  types text[] not null,
  secret text, -- whsec_…; null: the one that the environment names
  previous_secret text,
  previous_until timestamptz(3),
  enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('admin', 'gone', 'unset')),
  failures int not null default 0, -- in a row
  failing_since timestamptz(3),
  retry_at timestamptz(3), -- nothing is sent before
  last_delivered_at timestamptz(3),
  created_by int not null, -- 0: the host platform, or the environment
  created_at timestamptz(3) not null default clock_timestamp(),
  check (enabled = (disabled_reason is null))
);

-- What happened, once each: the id is made from what happened, so that writing it again changes nothing. Never what a
-- message says. Kept for WEBHOOK_LOG_DAYS.
create table webhook_events (
  id uuid primary key,
  type text not null,
  at timestamptz(3) not null,
  chat_id uuid,
  seq bigint, -- of the message that it tells of
  data jsonb not null, -- as on the wire
  kept_at timestamptz(3) not null default clock_timestamp()
);
create index webhook_events_kept on webhook_events (kept_at);

-- Each on its way to each endpoint.
create table webhook_deliveries (
  event_id uuid not null references webhook_events (id) on delete cascade,
  endpoint_id uuid not null references webhook_endpoints (id),
  position bigint generated always as identity,
  state smallint not null default 0 check (state between 0 and 2), -- 0 waiting, 1 delivered, 2 failed
  attempts int not null default 0,
  began_at timestamptz(3) not null, -- from when on it is tried for a day
  due_at timestamptz(3) not null,
  status int,
  reason text,
  tried_at timestamptz(3),
  took_ms int,
  primary key (event_id, endpoint_id)
);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at) where state = 0;
create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, position);

-- Up to which dispute event was written down. Events from before there were webhooks are in GET /api/admin/disputes.
create table webhook_progress (
  only_row boolean primary key default true check (only_row),
  dispute_position bigint not null
);
insert into webhook_progress (dispute_position) select position from dispute_position;
