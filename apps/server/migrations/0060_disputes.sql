-- Disputes, who had access because of them, their lanes, and what the host platform learns. Written by: disputes, but for
-- lsm_reads (messages). The steps are functions/disputes.sql; what is allowed when is features/disputes/disputes.rules.ts.

create table disputes (
  id uuid primary key,
  chat_id uuid not null references chats (id),
  status smallint not null default 0 check (status between 0 and 3), -- 0 open, 1 assigned, 2 resolved, 3 withdrawn
  version int not null default 1, -- of the last step: whoever takes one says on which it is based
  region text, -- of the customer when it was opened; null: the queue of every LSM
  reason text not null,
  details text,
  wished_outcome text,
  opened_by int not null,
  opened_role smallint not null check (opened_role in (1, 2)),
  opened_seq bigint not null, -- of the message that says so
  former_status smallint not null, -- of the chat, which has it again at the end
  lsm_id int, -- who has the case, or had it at its end
  -- { chat: last_seq } of the case and its lanes when that LSM got it: what it writes after is its answer.
  heard_from jsonb,
  outcome text,
  note text,
  resolution smallint check (resolution in (0, 1)), -- 0 agreement, 1 decision
  offer_seq bigint, -- the message whose offer stands, or was accepted by both
  opened_at timestamptz(3) not null,
  assigned_at timestamptz(3),
  answered_at timestamptz(3),
  answer_by timestamptz(3),
  settle_by timestamptz(3),
  told smallint not null default 0, -- which deadlines were told of (disputes.rules.ts: TOLD)
  resolved_at timestamptz(3),
  closed_at timestamptz(3),
  closed_seq bigint, -- up to where the LSM reads afterwards
  closed_revision bigint,
  check ((status = 1) <= (lsm_id is not null)),
  check ((status >= 2) = (closed_at is not null)),
  check ((status = 2) = (outcome is not null))
);
-- One running dispute per chat.
create unique index disputes_running on disputes (chat_id) where status < 2;
create index disputes_chat on disputes (chat_id, opened_at);
create index disputes_queue on disputes (lower(region), opened_at) where status = 0;
create index disputes_of_lsm on disputes (lsm_id, opened_at) where lsm_id is not null;

-- Which LSM could read, since when and why. One row without an end while the dispute is assigned.
create table dispute_assignments (
  id bigint generated always as identity primary key,
  dispute_id uuid not null references disputes (id),
  lsm_id int not null,
  began text not null check (began in ('joined', 'handed_over')),
  began_at timestamptz(3) not null,
  ended text check (ended in ('released', 'silent', 'handed_over', 'removed', 'resolved', 'withdrawn')),
  ended_at timestamptz(3),
  note text -- of the release or the handing over: for LSMs alone
);
create index dispute_assignments_dispute on dispute_assignments (dispute_id);
create unique index dispute_assignments_present on dispute_assignments (dispute_id) where ended_at is null;

create table dispute_lanes (
  chat_id uuid primary key references chats (id),
  dispute_id uuid not null references disputes (id),
  lane text not null check (lane in ('customer', 'provider', 'staff')),
  unique (dispute_id, lane)
);

-- What happened to disputes, for the host platform: written with the step, so that what is here did happen, once.
-- position has no gaps and is in the order of the commits, as it is taken under the lock of its one row.
create table dispute_position (
  only_row boolean primary key default true check (only_row),
  position bigint not null default 0
);
insert into dispute_position default values;
create table dispute_events (
  position bigint primary key,
  event_id uuid not null unique default gen_random_uuid(),
  type text not null,
  at timestamptz(3) not null,
  dispute_id uuid not null references disputes (id),
  facts jsonb not null -- as on the wire, but for what stands in the columns
);
create index dispute_events_dispute on dispute_events (dispute_id);

-- What LSMs were given to read: per LSM, chat and hour the messages around all of it. Written by: messages, before the
-- answer that it tells of.
create table lsm_reads (
  chat_id uuid not null,
  user_id int not null,
  hour timestamptz(3) not null,
  from_seq bigint not null,
  to_seq bigint not null,
  primary key (chat_id, user_id, hour)
);

-- What a message is beside its text, as on the wire: { "system": { code, params } } or { "offer": { … } }.
alter table messages add column extra jsonb;

-- A seat that has ended may leave a bounded reading behind: the chat as it was up to these two, until then.
alter table chat_members add column reads_until timestamptz(3);
alter table chat_members add column upto_seq bigint;
alter table chat_members add column upto_revision bigint;

-- Of types dispute and deadline: { id, code, by }, as on the wire.
alter table notifications add column dispute jsonb;
create index notifications_of_dispute on notifications ((dispute ->> 'id')) where type <> 0;

-- It has one parameter more; the call without it is served by that one.
drop function if exists append_system_message(uuid, uuid, text);
