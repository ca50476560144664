-- Whether a job counts as booked: its status, as the host platform names it, is one of these.
create or replace function job_is_booked(p_job jsonb, p_booked jsonb) returns boolean language sql immutable parallel safe as $$
  select coalesce(p_booked ? lower(btrim(p_job ->> 'status')), false)
$$;

-- What is chosen of a message with { masked, extra, masked_extra, booked }: the masked text for the parties of a job that is not
-- booked, and what it has beside its text, with mentions of members alone.
create or replace function chosen_more(c chats, p_sender int, p_text text, p_more jsonb, out body text, out extra jsonb)
language plpgsql immutable as $$
declare
  v_masked boolean := p_more ? 'masked' and c.parent_id is null and p_sender in (c.customer_id, c.provider_id)
    and not job_is_booked(c.job, p_more -> 'booked');
begin
  body := case when v_masked then p_more ->> 'masked' else p_text end;
  extra := coalesce(case when v_masked then p_more -> 'masked_extra' else p_more -> 'extra' end, '{}');
  if extra ? 'mentions' then
    extra := extra || jsonb_build_object('mentions', (
      select jsonb_agg(m order by (m ->> 'start')::int) from jsonb_array_elements(extra -> 'mentions') m
      where (m ->> 'userId')::int in (c.customer_id, c.provider_id, c.lsm_id)));
  end if;
  extra := nullif(jsonb_strip_nulls(extra), '{}');
end $$;

-- The append for a batch in which some message has more than a text: see append_messages and append_with_attachments,
-- which do the work. p_more: JSON for chosen_more(), or null. body and extra are what was stored.
create or replace function append_with_more(
  p_chats uuid[], p_wait boolean, p_again boolean,
  p_chat uuid[], p_id uuid[], p_sender int[], p_type smallint[], p_client text[], p_key uuid[], p_body text[],
  p_reply uuid[], p_limited boolean[], p_files text[], p_more text[], p_numbered boolean default false,
  out status smallint[], out seq bigint[], out revision bigint[], out sender_type smallint[],
  out customer_id int[], out provider_id int[], out lsm_id int[],
  out reply_seq bigint[], out reply_sender int[], out reply_preview text[],
  out at_ms bigint, out message_type smallint[], out attachments text[], out bad_file smallint[],
  out body text[], out extra text[]
) language plpgsql as $$
#variable_conflict use_column
begin
  select array_agg(coalesce(m.body, r.body) order by r.ord), array_agg(m.extra::text order by r.ord)
  into body, extra
  from unnest(p_chat, p_sender, p_body, p_more) with ordinality as r (chat, sender, body, more, ord)
  left join chats c on c.id = r.chat
  left join lateral (select * from chosen_more(c, r.sender, r.body, r.more::jsonb)) m on r.more is not null;

  if p_files is not null then
    select * into status, seq, revision, sender_type, customer_id, provider_id, lsm_id, reply_seq, reply_sender,
        reply_preview, at_ms, message_type, attachments, bad_file
      from append_with_attachments(p_chats, p_wait, p_again, p_chat, p_id, p_sender, p_type, p_client, p_key, body,
        p_reply, p_limited, p_files, p_numbered);
  else
    select * into status, seq, revision, sender_type, customer_id, provider_id, lsm_id, reply_seq, reply_sender,
        reply_preview, at_ms
      from append_messages(p_chats, p_wait, p_again, p_chat, p_id, p_sender, p_type, p_client, p_key, body, p_reply,
        p_limited, p_numbered);
  end if;

  with rows as materialized (
    select r.chat, r.seq, r.more::jsonb from unnest(p_chat, status, seq, extra) as r (chat, status, seq, more)
    where r.status = 0 and r.more is not null
  )
  update messages m set more = r.more from rows r where m.chat_id = r.chat and m.seq = r.seq;
end $$;
