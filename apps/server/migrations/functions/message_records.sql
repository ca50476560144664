-- A message with what it quotes, as the server reads it (features/messages/message-record.ts). A client id that is a
-- canonical UUID is stored in its key alone. Columns are only ever added, at the end.
create or replace view message_records as
  select m.chat_id, m.seq, m.id, m.revision, m.sender_id, m.sender_type, m.message_type,
    coalesce(m.client_id, m.client_key::text) as client_id, m.message, m.created_at, m.edited_at, m.deleted_at, m.reactions,
    q.id as reply_id, q.seq as reply_seq, q.sender_id as reply_sender,
    left(coalesce(nullif(q.message, ''), q.attachments -> 0 ->> 'name', ''), 160) as reply_preview, m.extra, m.attachments, m.more
  from messages m left join messages q on q.chat_id = m.chat_id and q.seq = m.reply_seq;
