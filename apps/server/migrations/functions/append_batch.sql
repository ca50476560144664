-- The append: the one way in which people's messages enter a chat. append_batch is called by features/messages/append-*.ts with
-- the rows of one batch, for any number of chats: one call, one transaction. append_messages, below, is what the appends with files
-- (attachments.sql) and with more than a text (append_with_more.sql) end in.
--
-- p_chats    the chats of the batch, each once; sorted, which saves the look-up of each. Locked in the order of their ids,
--            so that two servers cannot deadlock
-- p_wait     false: a chat that is locked elsewhere is skipped, and its rows get status `busy`; true: wait for it
-- p_again    this batch may have been committed before (its answer was lost): rows that are there under our own id are ours
-- The other arrays have one element per row, in the order in which the rows are to be appended:
-- p_chat (its chat's place in p_chats, from 1), p_id, p_sender (0: the system, which needs no seat), p_type, p_client (null
-- when p_key is the client_id itself or there is none), p_key (null: the device named nothing), p_body, p_reply (id of a
-- message of the same chat, or null), p_limited (the sender is over a limit: refused, unless it is a repeat). Null instead
-- of p_client, p_reply or p_limited: no row has any.
-- p_numbered: a message gets numbered_id() of its p_id and its seq; false for servers of an earlier build, which tell the id
-- that they gave.
-- p_look: look for repeats at once. Else they are looked for when a row is refused: by a check, and then nothing is inserted, or by
-- the index of client_key, and then the insert is rolled back. Either way all begins again, with looking. Most batches have no
-- repeat, and to look costs each message 1 to 2 µs (docs/decisions/0281).
-- No two rows may have the same (chat, sender, key).
--
-- One element per row: status, seq, revision, sender_type, and, null when no row replies to anything, reply_*.
-- One per chat, as in p_chats: customer_id, provider_id, lsm_id.
-- status: 0 appended, 1 repeated (seq is the first one's), 2 not found (no such chat, or no seat in it), 3 chat closed,
-- 4 rate limited, 5 no such message to reply to, 6 appended by the earlier try of this batch (seq is its), 7 busy,
-- 10 one of the two parties has blocked the other (no matter which; not while a dispute runs). 8 and 9 are of
-- append_with_attachments. `resultOf` in append-batch.ts reads them.
-- The order of the checks is CM6: membership, repeat (an earlier try of our own first), status (closed, then blocked), limit; then
-- what is quoted. Not found and busy stand whatever a look would find.
--
-- The lock comes first, and the statement that takes it reads the chats as well: what had to wait for a lock is read again
-- once it is held (a plain select before it would read what was there before). The snapshot of the next statement is then
-- taken with the locks held, so that it sees the messages that another server has just committed there. Taking numbers under
-- the lock makes their order the commit order, without gaps. The planner settings make every join a nested loop over an
-- index, whatever the statistics say, and keep one plan per connection: planning anew takes more than half of the time of a
-- batch of one message.
--
-- What a change here costs: most of what a batch costs beside its rows is starting its statements, each expression and each
-- column of each node of their plans anew. So the chats are read once, as they are locked, what is decided of a row is
-- decided by the loop (some 0.1 µs an assignment; arrays are changed in place), and the statements read the arrays by
-- subscript, not by unnest(), which makes a table of every array. What may be undone is a subtransaction, which takes a
-- transaction number of its own, and hardly any time. An index more on `messages` is 2 to 4 µs a message. Measure with
-- `npm run bench -- --only append`, then `--only throughput`, before and after.
-- To carry something more: a parameter with a default at the end, which the call of itself, append_messages and append-batch.ts
-- pass on; an array that the loop fills, a column of the insert; what only few messages have (attachments, say) into a statement of
-- its own that runs when any has.
create or replace function append_batch(
  p_chats uuid[], p_wait boolean, p_again boolean,
  p_chat int[], p_id uuid[], p_sender int[], p_type smallint[], p_client text[], p_key uuid[], p_body text[],
  p_reply uuid[], p_limited boolean[], p_numbered boolean default true, p_look boolean default false,
  out status smallint[], out seq bigint[], out revision bigint[], out sender_type smallint[],
  out customer_id int[], out provider_id int[], out lsm_id int[],
  out reply_seq bigint[], out reply_sender int[], out reply_preview text[], out reply_image text[],
  out at_ms bigint
) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  v_rows constant int := cardinality(p_id);
  v_look constant boolean := coalesce(p_look or p_again, false);
  v_again boolean := false; -- a row was refused, and nobody had looked for repeats
  v_at timestamptz(3);
  -- Of the chats that are locked, in the order of their ids.
  v_chats uuid[];
  v_row_at tid[];
  v_status smallint[];
  v_blocked smallint[];
  v_first bigint[]; -- the seq that comes next
  v_added int[]; -- how many messages it gets
  v_revision bigint[];
  v_customers int[];
  v_providers int[];
  v_lsms int[];
  v_place int[]; -- where the chats of p_chats are in these lists; null: at their own place
  v_skipped uuid[]; -- locked elsewhere
  -- Of the rows.
  v_known bigint[]; -- seq of the message of this client key
  v_mine bigint[]; -- seq under which an earlier try stored it
  v_n_customer int[];
  v_n_provider int[];
  v_n_lsm int[];
  -- Of the row of the moment.
  k int; -- where its chat is in the lists of chats; null: missing, or locked elsewhere
  v_role smallint; -- codes of roles and of chats.status: database/codes.ts
begin
  -- The select below then skips nothing: the locks are ours.
  if p_wait then
    perform 1 from chats c where c.id = any (p_chats) order by c.id for no key update;
  end if;
  select array_agg(l.id), array_agg(l.ctid), array_agg(l.status), array_agg(l.blocked), array_agg(l.last_seq + 1),
         array_agg(l.revision), array_agg(l.n_customer), array_agg(l.n_provider), array_agg(l.n_lsm),
         array_agg(l.customer_id), array_agg(l.provider_id), array_agg(l.lsm_id)
    into v_chats, v_row_at, v_status, v_blocked, v_first,
         v_revision, v_customers, v_providers, v_lsms, customer_id, provider_id, lsm_id
    from (
      select c.id, c.ctid, c.status, c.blocked, c.last_seq, c.revision, c.n_customer, c.n_provider, c.n_lsm,
             c.customer_id, c.provider_id, c.lsm_id
      from chats c where c.id = any (p_chats) order by c.id for no key update skip locked
    ) l;
  if v_chats is distinct from p_chats then
    v_place := array(select array_position(v_chats, c.id) from unnest(p_chats) with ordinality as c (id, ord) order by c.ord);
    -- What is not among v_chats is missing or locked elsewhere; what exists is locked.
    if not p_wait then
      v_skipped := array(select c.id from chats c where c.id = any (p_chats) and c.id <> all (coalesce(v_chats, '{}')));
    end if;
  end if;
  v_at := clock_timestamp();

  -- What few batches need has statements of its own: in those above and below it would cost each batch its share
  -- of the plan, and, as long as the table has no statistics, perhaps a walk through all messages of the chat for each row.
  if v_look then
    select array_agg(m.seq order by i) into v_known
      from generate_series(1, v_rows) i
      left join messages m on m.chat_id = p_chats[p_chat[i]] and m.sender_id = p_sender[i] and m.client_key = p_key[i];
  end if;
  if p_reply is not null then
    select array_agg(q.seq order by i), array_agg(q.sender_id order by i),
           array_agg(left(coalesce(nullif(q.message, ''), q.attachments -> 0 ->> 'name', ''), 160) order by i),
           array_agg(first_image(q.attachments)::text order by i)
      into reply_seq, reply_sender, reply_preview, reply_image
      from generate_series(1, v_rows) i
      left join messages q on q.chat_id = p_chats[p_chat[i]] and q.seq = message_seq(p_chats[p_chat[i]], p_reply[i]);
  end if;
  if p_again then
    -- What has no key is looked for in the whole chat: few have none, and of those few were under way when it happened.
    select array_agg(case when m.id is not null and (m.id = p_id[i] or p_numbered and m.id = numbered_id(p_id[i], m.seq))
                     then m.seq end order by i) into v_mine
      from generate_series(1, v_rows) i
      left join lateral (
        select e.id, e.seq from messages e
          where p_key[i] is not null and e.chat_id = p_chats[p_chat[i]] and e.sender_id = p_sender[i] and e.client_key = p_key[i]
        union all
        select e.id, e.seq from messages e where p_key[i] is null and e.chat_id = p_chats[p_chat[i]]
          and (e.id = p_id[i] or p_numbered and e.id = numbered_id(p_id[i], e.seq))
        -- What has no key may be there twice: see docs/decisions/0282.
        order by seq limit 1
      ) m on true;
  end if;

  v_added := array_fill(0, array[coalesce(cardinality(v_chats), 0)]);
  status := array_fill(0::smallint, array[v_rows]);
  seq := array_fill(null::bigint, array[v_rows]);
  revision := seq;
  sender_type := array_fill(null::smallint, array[v_rows]);
  v_n_customer := array_fill(0, array[v_rows]);
  v_n_provider := v_n_customer;
  v_n_lsm := v_n_customer;
  for i in 1 .. v_rows loop
    k := case when v_place is null then p_chat[i] else v_place[p_chat[i]] end;
    v_role := case when k is not null then case p_sender[i]
      when 0 then 0 when customer_id[k] then 1 when provider_id[k] then 2 when lsm_id[k] then 3 end end;
    sender_type[i] := v_role;
    if v_role is null then
      status[i] := case when p_chats[p_chat[i]] = any (v_skipped) then 7 else 2 end;
    elsif v_mine[i] is not null then
      status[i] := 6;
      seq[i] := v_mine[i];
    elsif v_known[i] is not null then
      status[i] := 1;
      seq[i] := v_known[i];
    elsif v_status[k] = 2 and v_role <> 0 then
      status[i] := 3;
      v_again := not v_look;
    elsif v_blocked[k] <> 0 and v_status[k] <> 1 and v_role in (1, 2) then
      status[i] := 10;
      v_again := not v_look;
    elsif p_limited[i] then
      status[i] := 4;
      v_again := not v_look;
    elsif p_reply[i] is not null and reply_seq[i] is null then
      status[i] := 5;
      v_again := not v_look;
    else
      seq[i] := v_first[k] + v_added[k];
      v_added[k] := v_added[k] + 1;
      v_revision[k] := v_revision[k] + 1;
      revision[i] := v_revision[k];
      case v_role
        when 1 then v_customers[k] := v_customers[k] + 1;
        when 2 then v_providers[k] := v_providers[k] + 1;
        when 3 then v_lsms[k] := v_lsms[k] + 1;
        else null;
      end case;
      v_n_customer[i] := v_customers[k];
      v_n_provider[i] := v_providers[k];
      v_n_lsm[i] := v_lsms[k];
    end if;
  end loop;

  if not v_again then
    begin
      insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, client_id, client_key,
                            message, reply_seq, created_at, n_customer, n_provider, n_lsm)
        select p_chats[p_chat[i]], seq[i], case when p_numbered then numbered_id(p_id[i], seq[i]) else p_id[i] end,
               revision[i], p_sender[i], sender_type[i], p_type[i], p_client[i], p_key[i],
               p_body[i], reply_seq[i], v_at, v_n_customer[i], v_n_provider[i], v_n_lsm[i]
        from generate_series(1, v_rows) i where status[i] = 0;
    exception when unique_violation then
      -- Of whichever index: if it was not that of client_key, the second round raises it.
      if v_look then raise; end if;
      v_again := true;
    end;
  end if;
  if v_again then
    select r.status, r.seq, r.revision, r.sender_type, r.customer_id, r.provider_id, r.lsm_id,
           r.reply_seq, r.reply_sender, r.reply_preview, r.reply_image, r.at_ms
      into status, seq, revision, sender_type, customer_id, provider_id, lsm_id,
           reply_seq, reply_sender, reply_preview, reply_image, at_ms
      from append_batch(p_chats, p_wait, p_again, p_chat, p_id, p_sender, p_type, p_client, p_key, p_body, p_reply, p_limited,
        p_numbered, true) r;
    return;
  end if;
  update chats c set
    last_seq = v_first[i] + v_added[i] - 1, revision = v_revision[i], last_activity_at = v_at,
    n_customer = v_customers[i], n_provider = v_providers[i], n_lsm = v_lsms[i]
    from generate_series(1, cardinality(v_chats)) i where v_added[i] > 0 and c.ctid = v_row_at[i];
  if 0 = any (v_added) then
    select array_agg(v_chats[i]), array_agg(v_first[i]), array_agg(v_added[i]), array_agg(v_revision[i])
      into v_chats, v_first, v_added, v_revision from generate_series(1, cardinality(v_chats)) i where v_added[i] > 0;
  end if;
  if v_chats is not null then
    insert into feed (chat_ids, first_seqs, appended, revisions) values (v_chats, v_first, v_added, v_revision);
  end if;

  if v_place is not null then
    customer_id := array(select customer_id[p] from unnest(v_place) with ordinality as c (p, ord) order by c.ord);
    provider_id := array(select provider_id[p] from unnest(v_place) with ordinality as c (p, ord) order by c.ord);
    lsm_id := array(select lsm_id[p] from unnest(v_place) with ordinality as c (p, ord) order by c.ord);
  end if;
  at_ms := extract(epoch from v_at) * 1000;
end $$;

-- append_batch for callers whose p_chat holds the chats themselves, whose p_chats is in no order, and who want the seats per row: the
-- appends with files and with more than a text, and servers of the build before append_batch. It never looks at once.
create or replace function append_messages(
  p_chats uuid[], p_wait boolean, p_again boolean,
  p_chat uuid[], p_id uuid[], p_sender int[], p_type smallint[], p_client text[], p_key uuid[], p_body text[],
  p_reply uuid[], p_limited boolean[], p_numbered boolean default false,
  out status smallint[], out seq bigint[], out revision bigint[], out sender_type smallint[],
  out customer_id int[], out provider_id int[], out lsm_id int[],
  out reply_seq bigint[], out reply_sender int[], out reply_preview text[],
  out at_ms bigint
) language plpgsql as $$
declare
  v_chats constant uuid[] := array(select distinct c from unnest(p_chats) c order by c);
  v_chat constant int[] := array(
    select array_position(v_chats, r.chat) from unnest(p_chat) with ordinality as r (chat, ord) order by r.ord);
  a record;
begin
  select * into a from append_batch(v_chats, p_wait, p_again, v_chat, p_id, p_sender, p_type, p_client, p_key, p_body,
    case when cardinality(array_remove(p_reply, null)) > 0 then p_reply end, p_limited, p_numbered);
  status := a.status;
  seq := a.seq;
  revision := a.revision;
  sender_type := a.sender_type;
  select array_agg(a.customer_id[r.k] order by r.ord), array_agg(a.provider_id[r.k] order by r.ord),
         array_agg(a.lsm_id[r.k] order by r.ord)
    into customer_id, provider_id, lsm_id from unnest(v_chat) with ordinality as r (k, ord);
  reply_seq := a.reply_seq;
  reply_sender := a.reply_sender;
  reply_preview := a.reply_preview;
  at_ms := a.at_ms;
end $$;
