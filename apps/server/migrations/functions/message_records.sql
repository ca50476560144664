-- The first picture among the files of a message, as the message shows it; null without one.
create or replace function first_image(p_attachments jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_path_query_first(p_attachments, '$[*] ? (@.type starts with "image/")')
$$;

-- What appended rows quote, when it has a picture: JSON, in the order of the rows. As these messages are now: not stable.
create or replace function quoted_images(p_chat uuid[], p_seq bigint[]) returns text[] language sql as $$
  select array_agg(first_image(m.attachments)::text order by r.ord)
  from unnest(p_chat, p_seq) with ordinality as r (chat, seq, ord)
  left join messages m on m.chat_id = r.chat and m.seq = r.seq
$$;

-- A message with what it quotes, as the server reads it (features/messages/message-record.ts). A client id that is a
-- canonical UUID is stored in its key alone. Columns are only ever added, at the end. `offset 0`: what is quoted is looked up by its key;
-- joined, the planner may walk the chat from its beginning for it.
create or replace view message_records as
  select m.chat_id, m.seq, m.id, m.revision, m.sender_id, m.sender_type, m.message_type,
    coalesce(m.client_id, m.client_key::text) as client_id, m.message, m.created_at, m.edited_at, m.deleted_at, m.reactions,
    q.id as reply_id, q.seq as reply_seq, q.sender_id as reply_sender,
    left(coalesce(nullif(q.message, ''), q.attachments -> 0 ->> 'name', ''), 160) as reply_preview, m.extra, m.attachments, m.more,
    first_image(q.attachments) as reply_image
  from messages m left join lateral (
    select t.id, t.seq, t.sender_id, t.message, t.attachments from messages t where t.chat_id = m.chat_id and t.seq = m.reply_seq offset 0
  ) q on true;
