-- Files: their way from the first byte to a message, and out of it. Called by features/attachments, and by the
-- functions of messages in their transactions.

-- Begins an upload. Whoever calls has made sure that the owner is a member of an open chat. p_open, p_count, p_bytes: the
-- most unfinished uploads, and the most uploads and bytes within a day; null: no limit. Uploads of one user are begun one
-- after the other, so that two at once do not slip through together.
-- outcome: 'done', 'open', 'count', 'bytes'; retry_after_ms: until enough of the day has passed.
create or replace function begin_upload(
  p_id uuid, p_chat uuid, p_owner int, p_name text, p_type text, p_length bigint, p_peaks smallint[],
  p_open int, p_count int, p_bytes bigint, out outcome text, out retry_after_ms bigint
) language plpgsql as $$
declare
  v_open int;
  v_count int;
  v_bytes bigint;
  v_oldest timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('stm-chat uploads'), p_owner);
  select count(*) filter (where a.state < 2), count(*), coalesce(sum(a.length), 0), min(a.created_at)
    into v_open, v_count, v_bytes, v_oldest
    from attachments a where a.owner_id = p_owner and a.blob_id is null and a.created_at > now() - interval '1 day';
  outcome := case
    when v_open >= p_open then 'open'
    when v_count >= p_count then 'count'
    when v_bytes + p_length > p_bytes then 'bytes'
    else 'done' end;
  if outcome <> 'done' then
    retry_after_ms := case when outcome = 'open' then 60000
      else extract(epoch from coalesce(v_oldest, now()) + interval '1 day' - now()) * 1000 end;
    return;
  end if;
  insert into attachments (id, chat_id, owner_id, name, claimed_type, length, peaks)
    values (p_id, p_chat, p_owner, p_name, p_type, p_length, p_peaks);
end $$;

-- A piece of an upload is stored: from p_offset, p_bytes long, as p_part. The last one moves the upload to its next state. Returns
-- the state, or null when something else was written there meanwhile, or the upload is gone.
create or replace function upload_received(p_id uuid, p_offset bigint, p_bytes bigint, p_part text)
returns smallint language sql as $$
  update attachments set
    received = received + p_bytes,
    parts = parts || p_part,
    state = case when received + p_bytes = length then 1 else 0 end,
    touched_at = clock_timestamp()
  where id = p_id and state = 0 and received = p_offset and received + p_bytes <= length
  returning state
$$;

-- What a message shows of a file.
create or replace function attachment_wire(a attachments) returns jsonb language sql immutable as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'id', a.id, 'name', a.name, 'type', a.type, 'size', a.size, 'width', a.width, 'height', a.height,
    'duration_ms', a.duration_ms, 'peaks', to_jsonb(a.peaks), 'placeholder', a.placeholder))
$$;

-- A file that a user may load: of a message that this user may read, or the user's own that is not sent yet. p_session:
-- of a link that was made for that session; null: for none. Nobody else gets a row, whatever they hold.
create or replace function readable_attachment(p_id uuid, p_user int, p_session uuid, p_now timestamptz)
returns setof attachments language sql stable rows 1 as $$
  select a.* from attachments a
  cross join lateral reading_of(a.chat_id, p_user, p_now) r
  join users u on u.id = p_user and u.disabled_at is null and u.erased_at is null
  where a.id = p_id and a.state = 2
    and case when a.message_seq is null then a.owner_id = p_user and r.upto_seq is null
          else r.upto_seq is null or a.message_seq <= r.upto_seq end
    and (p_session is null or exists (
      select from sessions s where s.id = p_session and s.user_id = p_user and s.revoked_at is null and s.expires_at > now()))
$$;

-- The files of a message are out of reach from this commit on; their bytes are removed by the sweeper.
create or replace function drop_attachments(p_chat uuid, p_seq bigint) returns void language sql as $$
  update attachments set state = 4, touched_at = clock_timestamp() where chat_id = p_chat and message_seq = p_seq
$$;

-- Gives p_user the files of a message of one chat as unsent files of another one, without their bytes: those that p_user
-- may load at this moment, in the message's order. Their ids are the first of p_ids. A file that is being deleted meanwhile
-- is either gone before this looks, or waits for it: then the sweeper sees the new row.
create or replace function copy_attachments(p_user int, p_from uuid, p_seq bigint, p_to uuid, p_ids uuid[], p_now timestamptz)
returns uuid[] language plpgsql as $$
declare
  v_sources uuid[];
  v_made uuid[];
begin
  select array_agg(s.id order by s.nth) into v_sources from (
    select a.id, f.nth from messages m
    join lateral reading_of(p_from, p_user, p_now) r
      on r.upto_seq is null or (m.seq <= r.upto_seq and m.revision <= r.upto_revision)
    cross join lateral jsonb_array_elements(m.attachments) with ordinality as f (wire, nth)
    join attachments a on a.id = (f.wire ->> 'id')::uuid and a.chat_id = p_from and a.message_seq = p_seq and a.state = 2
    where m.chat_id = p_from and m.seq = p_seq and m.deleted_at is null
    for share of a) s;
  with made as (
    insert into attachments (id, chat_id, owner_id, state, kind, name, claimed_type, type, length, received, parts, remade, size,
      width, height, duration_ms, peaks, placeholder, thumbnail, scanned_at, blob_id)
    select p_ids[s.nth], p_to, p_user, 2, a.kind, a.name, a.claimed_type, a.type, a.length, a.received,
      case when a.remade then '{}' else a.parts end, a.remade, a.size,
      a.width, a.height, a.duration_ms, a.peaks, a.placeholder, a.thumbnail, a.scanned_at, coalesce(a.blob_id, a.id)
    from unnest(v_sources) with ordinality as s (id, nth) join attachments a on a.id = s.id
    returning id
  )
  select array_agg(m.id order by array_position(p_ids, m.id)) into v_made from made m;
  return coalesce(v_made, '{}');
end $$;

-- The blob that an unreachable file's bytes are in, when no other row has them: then they are to be removed. Null: others
-- have them still, and this row is done with. Two that are done with at once wait for each other, and the later one is last.
create or replace function attachment_bytes_unused(p_id uuid) returns uuid language plpgsql as $$
declare
  v_blob uuid;
begin
  select coalesce(a.blob_id, a.id) into v_blob from attachments a where a.id = p_id;
  perform 1 from attachments a where a.id = v_blob or a.blob_id = v_blob order by a.id for update;
  if exists (select from attachments a where (a.id = v_blob or a.blob_id = v_blob) and a.id <> p_id and a.emptied_at is null) then
    update attachments set emptied_at = clock_timestamp() where id = p_id;
    return null;
  end if;
  return v_blob;
end $$;

-- As append_messages, with files. p_files has one element per row: the ids, comma-separated, or null. A message takes
-- ready uploads of its chat and its sender, each of which is in no other message. Additional status: 8, some file is not
-- such a one (bad_file says which, from 0), 9, they do not fit the type that was asked for.
--
-- A text with files becomes an image, if all are, and a document otherwise. The files are looked at before the lock of the
-- chat, and taken under it: what came between rolls all of it back as a conflict, and the batch comes again.
create or replace function append_with_attachments(
  p_chats uuid[], p_wait boolean, p_again boolean,
  p_chat uuid[], p_id uuid[], p_sender int[], p_type smallint[], p_client text[], p_key uuid[], p_body text[],
  p_reply uuid[], p_limited boolean[], p_files text[], p_numbered boolean default false,
  out status smallint[], out seq bigint[], out revision bigint[], out sender_type smallint[],
  out customer_id int[], out provider_id int[], out lsm_id int[],
  out reply_seq bigint[], out reply_sender int[], out reply_preview text[],
  out at_ms bigint, out message_type smallint[], out attachments text[], out bad_file smallint[]
) language plpgsql as $$
#variable_conflict use_column
declare
  v_type smallint[];
  v_wire jsonb[];
  v_fault smallint[];
  v_refused boolean[];
  v_taken int;
  v_wanted int;
begin
  with asked as (
    select r.ord, f.nth, f.id, r.chat, r.sender,
      row_number() over (partition by f.id order by r.ord, f.nth) as use
    from unnest(p_chat, p_sender, p_files) with ordinality as r (chat, sender, files, ord)
    cross join lateral unnest(string_to_array(r.files, ',')) with ordinality as f (id, nth)
  ), found as (
    select k.ord, k.nth, a.kind, a.duration_ms, attachment_wire(a) as wire
    from asked k
    left join attachments a on a.id = k.id::uuid and a.chat_id = k.chat and a.owner_id = k.sender
      and a.state = 2 and a.message_seq is null and k.use = 1
  ), of_row as (
    select f.ord, jsonb_agg(f.wire order by f.nth) as wire, min(f.nth - 1) filter (where f.kind is null) as bad,
      count(*) as files, bool_and(f.kind = 0) as images, bool_and(f.kind = 1 and coalesce(f.duration_ms <= 901000, false)) as voices
    from found f group by f.ord
  )
  select
    array_agg(case when t.type = 0 and o.ord is not null then case when o.images then 1 else 2 end else t.type end order by t.ord),
    array_agg(o.wire order by t.ord),
    array_agg(o.bad order by t.ord),
    array_agg(coalesce(o.bad is not null
      or (t.type = 1 and not o.images) or (t.type = 3 and not (o.voices and o.files = 1)), false) order by t.ord)
  into v_type, v_wire, v_fault, v_refused
  from unnest(p_type) with ordinality as t (type, ord) left join of_row o on o.ord = t.ord;

  select * into status, seq, revision, sender_type, customer_id, provider_id, lsm_id, reply_seq, reply_sender,
      reply_preview, at_ms
    from append_messages(p_chats, p_wait, p_again, p_chat, p_id, p_sender, v_type, p_client, p_key, p_body, p_reply,
      array(select l or r from unnest(p_limited, v_refused) with ordinality as x (l, r, ord) order by x.ord), p_numbered);

  with rows as (
    select r.chat, r.seq, r.wire from unnest(p_chat, status, seq, v_wire) as r (chat, status, seq, wire)
    where r.status = 0 and r.wire is not null
  ), written as (
    update messages m set attachments = r.wire from rows r where m.chat_id = r.chat and m.seq = r.seq
  ), wanted as (
    select r.chat, r.seq, (w ->> 'id')::uuid as id from rows r cross join lateral jsonb_array_elements(r.wire) w
  ), taken as (
    update attachments a set message_seq = w.seq, touched_at = clock_timestamp()
    from wanted w where a.id = w.id and a.chat_id = w.chat and a.state = 2 and a.message_seq is null
    returning a.id
  )
  select (select count(*) from taken), (select count(*) from wanted) into v_taken, v_wanted;
  if v_taken <> v_wanted then
    raise exception 'a file was taken meanwhile' using errcode = 'serialization_failure';
  end if;

  status := array(select case when s = 4 and r and not l then case when b is null then 9 else 8 end else s end
    from unnest(status, v_refused, p_limited, v_fault) with ordinality as x (s, r, l, b, ord) order by x.ord);
  message_type := v_type;
  attachments := v_wire::text[];
  bad_file := v_fault;
end $$;
