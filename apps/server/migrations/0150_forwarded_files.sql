-- A forwarded file is a row of its own, for the chat that it went to, with the bytes of another one: blob_id names whose
-- they are (null: its own). They are removed with the last row that has them (attachment_bytes_unused). Written by: attachments.
alter table attachments add column blob_id uuid;
create index attachments_blob on attachments (blob_id) where blob_id is not null;
