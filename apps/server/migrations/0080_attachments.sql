-- Files of messages. Written by: attachments (functions/attachments.sql; the append and the deletion of a message call
-- its functions, in their transactions). The bytes are not here: features/attachments/blobs.
--
-- Codes (features/attachments/attachment-codes.ts)
--   state   0 uploading, 1 processing, 2 ready, 3 refused, 4 deleted
--   kind    0 image, 1 audio, 2 document
create table attachments (
  id uuid primary key, -- also the tus upload's
  chat_id uuid not null,
  owner_id int not null,
  state smallint not null default 0 check (state between 0 and 4),
  kind smallint check (kind between 0 and 2), -- by content; null until it was looked at
  name text not null,
  claimed_type text not null, -- what the uploader says it is
  type text, -- what it is
  length bigint not null check (length > 0), -- bytes of the upload
  received bigint not null default 0,
  parts text[] not null default '{}', -- the blobs in which it came, in order; each is named by where it begins
  -- What is served: the upload's own pieces, or an image that was made of them.
  remade boolean not null default false,
  size bigint,
  width int,
  height int,
  duration_ms int,
  peaks smallint[],
  placeholder text, -- a ThumbHash, in base64
  thumbnail boolean not null default false,
  scanned_at timestamptz(3), -- null: no scanner has seen it
  refusal text,
  message_seq bigint, -- the message that it belongs to; only one, for ever
  created_at timestamptz(3) not null default now(),
  touched_at timestamptz(3) not null default now(), -- the last step of any kind
  emptied_at timestamptz(3) -- its bytes are gone; the row stays for a day, for who asks and for the quota
);
-- What somebody uploaded within a day.
create index attachments_owner on attachments (owner_id, created_at);
create index attachments_message on attachments (chat_id, message_seq) where message_seq is not null;
-- What the sweeper looks for: everything that is not at rest in a message.
create index attachments_unsettled on attachments (touched_at) where state <> 2 or message_seq is null or remade;
create index attachments_unscanned on attachments (touched_at) where state = 2 and scanned_at is null;

-- What a message shows of its files, as on the wire; null: none. They do not change once they are there, so that reading
-- a message asks no second table.
alter table messages add column attachments jsonb;
