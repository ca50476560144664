-- The id of a message that is appended holds its seq in its last 40 bits, so that it is found by the primary key, and the
-- append has an index less to write. What has another id (older messages, those of the system, offers) is found by an
-- index of its own. The index is made of this function: it must never change.
create function id_holds_seq(p_id uuid, p_seq bigint) returns boolean language sql immutable parallel safe
  as $$ select substr(uuid_send(p_id), 12) = substr(int8send(p_seq), 4) $$;

drop index messages_id;
create unique index messages_other_id on messages (chat_id, id) where not id_holds_seq(id, seq);

-- They have a parameter more.
drop function if exists append_messages(uuid[], boolean, boolean, uuid[], uuid[], int[], smallint[], text[], uuid[], text[],
  uuid[], boolean[]);
drop function if exists append_with_attachments(uuid[], boolean, boolean, uuid[], uuid[], int[], smallint[], text[], uuid[],
  text[], uuid[], boolean[], text[]);
drop function if exists append_with_more(uuid[], boolean, boolean, uuid[], uuid[], int[], smallint[], text[], uuid[], text[],
  uuid[], boolean[], text[], text[]);
