-- The ids of messages that are appended hold their seq in the last 40 bits; what comes before is the server's, and sorts by
-- time. See id_holds_seq(), which says of a message whether it is so.
create or replace function numbered_id(p_id uuid, p_seq bigint) returns uuid language sql immutable parallel safe
  as $$ select encode(substr(uuid_send(p_id), 1, 11) || substr(int8send(p_seq), 4), 'hex')::uuid $$;

-- Where a message of a chat is; null when the chat has no message of this id.
create or replace function message_seq(p_chat uuid, p_id uuid) returns bigint language sql stable as $$
  select m.seq from messages m
    where m.chat_id = p_chat and m.seq = ('x' || right(p_id::text, 10))::bit(40)::bigint and m.id = p_id
  union all
  select m.seq from messages m where m.chat_id = p_chat and m.id = p_id and not id_holds_seq(m.id, m.seq)
  limit 1
$$;
