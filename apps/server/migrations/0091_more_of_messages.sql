-- What few messages have, as on the wire: { mentions, forwarded, pinned }. Written by: messages.
alter table messages add column more jsonb;
create index messages_pinned on messages (chat_id) where more ? 'pinned';

-- Who has blocked whom. Written by: chats, which keeps in `blocked` of their chats what the append has to look at: 1 the
-- customer has blocked the provider, 2 the provider the customer.
create table blocks (
  blocker_id int not null,
  blocked_id int not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id);
alter table chats add column blocked smallint not null default 0;

-- Messages that somebody has reported, with what stood around them then: an admin sees that, and only through the report.
-- Written by: reports.
create table reports (
  id uuid primary key,
  chat_id uuid not null references chats (id),
  message_id uuid not null,
  seq bigint not null,
  sender_id int not null,
  reporter_id int not null,
  reason text not null,
  details text,
  quoted jsonb not null, -- [{ seq, sender_id, sender_type, message, created_at }], as they were
  created_at timestamptz(3) not null default clock_timestamp(),
  decision text check (decision in ('dismissed', 'warned', 'message_removed', 'user_disabled')),
  note text, -- for admins alone
  decided_by int,
  decided_at timestamptz(3),
  unique (message_id, reporter_id)
);
create index reports_open on reports (created_at, id) where decided_at is null;
create index reports_created on reports (created_at, id);

-- 3: what came of a report.
alter table notifications drop constraint notifications_type_check;
alter table notifications add constraint notifications_type_check check (type between 0 and 3);
alter table notifications add column report jsonb; -- { code }, as on the wire

-- It has parameters more; the calls without them are served by that one.
drop function if exists edit_message(uuid, int, uuid, text, int, boolean);
