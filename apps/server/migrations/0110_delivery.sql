-- How what people are told reaches them when they are away: by push, by mail. Written by: delivery.

-- Notifications that were raised, counted up, read or lost, and about which nothing has been decided yet. Filled by the
-- triggers of functions/delivery.sql, in the transaction that changed the notification: a crash loses none. Rows are only
-- added and deleted, never changed, so that two writers do not wait for each other.
create table delivery_queue (
  id bigint generated always as identity primary key,
  notification_id uuid not null
);

-- What a person wishes; a row that is missing says what its defaults say.
create table delivery_prefs (
  user_id int primary key references users (id) on delete cascade,
  muted_until timestamptz(3), -- everything, until then
  push boolean not null default true,
  mail boolean not null default true,
  preview boolean not null default true, -- whether what leaves this server may say who wrote and what
  quiet_from smallint check (quiet_from between 0 and 1439), -- minutes of the day on that person's clock
  quiet_to smallint check (quiet_to between 0 and 1439),
  time_zone text not null default 'UTC',
  updated_at timestamptz(3) not null default clock_timestamp(),
  check ((quiet_from is null) = (quiet_to is null))
);

-- The same for one chat; null: as for all others. (Muting one chat is in chat_prefs.)
create table delivery_chat_prefs (
  user_id int not null references users (id) on delete cascade,
  chat_id uuid not null,
  push boolean,
  mail boolean,
  preview boolean,
  updated_at timestamptz(3) not null default clock_timestamp(),
  primary key (user_id, chat_id)
);

-- Per notification, channel and target (a device, an address): up to which message somebody has begun to deliver it
-- (claimed), and up to which it is delivered (done). For what is not of messages the only number is 1.
create table deliveries (
  notification_id uuid not null,
  channel text not null,
  target text not null,
  user_id int not null,
  chat_id uuid,
  claimed_seq bigint not null,
  claimed_by bigint not null, -- the job
  claimed_at timestamptz(3) not null,
  unsure boolean not null default false, -- an earlier try ended without an answer: perhaps it arrived
  done_seq bigint not null default 0,
  done_at timestamptz(3),
  withdrawn_at timestamptz(3),
  primary key (notification_id, channel, target)
) with (fillfactor = 70);
create index deliveries_claimed on deliveries (claimed_at); -- pruning

-- What was decided and done, step by step: the answer to "why did my phone not ring?". Never a text of a message.
create table delivery_hops (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null default clock_timestamp(),
  notification_id uuid not null,
  user_id int not null,
  channel text not null,
  target text, -- null: before there was one
  step text not null,
  detail jsonb not null default '{}'
);
create index delivery_hops_notification on delivery_hops (notification_id, id);
create index delivery_hops_user on delivery_hops (user_id, id);
create index delivery_hops_at on delivery_hops (at); -- pruning
