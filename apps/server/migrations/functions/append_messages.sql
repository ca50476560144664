-- The append: the one way in which people's messages enter a chat. Called by features/messages/append-*.ts with the
-- rows of one batch, for any number of chats; one statement, one commit.
--
-- p_chats    the chats of the batch, each once; locked in the order of their ids, so that two servers cannot deadlock
-- p_wait     false: a chat that is locked elsewhere is skipped, and its rows get status `busy`; true: wait for it
-- p_again    this batch may have been committed before (its answer was lost): rows that are there under our own id are ours
-- The other arrays have one element per row, in the order in which the rows are to be appended:
-- p_chat, p_id, p_sender (0: the system, which needs no seat), p_type, p_client (null when p_key is the client_id itself
-- or there is none), p_key (null: the device named nothing), p_body, p_reply (id of a message of the same chat, or null),
-- p_limited (the sender is over a limit: refused, unless it is a repeat).
-- p_numbered: a message gets numbered_id() of its p_id and its seq; false for servers of an earlier build, which tell the id
-- that they gave.
-- No two rows may have the same (chat, sender, key).
--
-- status: 0 appended, 1 repeated (seq is the first one's), 2 not found (no such chat, or no seat in it), 3 chat closed,
-- 4 rate limited, 5 no such message to reply to, 6 appended by the earlier try of this batch (seq is its), 7 busy,
-- 10 one of the two parties has blocked the other (no matter which; not while a dispute runs).
-- The order of the checks is CM6: membership, repeat, status, limit.
--
-- The lock comes first, in a statement of its own: the next statement's snapshot is then taken with the locks held, so
-- that it sees what another server has just committed there. Taking numbers under the lock makes their order the commit
-- order, without gaps. The planner settings make every join a nested loop over an index, whatever the statistics say, and
-- keep one plan per connection: planning anew takes more than half of the time of a batch of one message.
--
-- What a change here costs. In a batch of 100 a message takes some 22 µs of the database's CPU: 8 of them go into the
-- three indexes of `messages` (an index more is 2 to 4), 2 into the look-up of its client_key, 1 into the update of its
-- chat. A batch takes 330 µs besides, which is what a message alone pays, most of it for starting the statement: each
-- join, subquery or trigger more is 5 to 15. Measure with `npm run bench -- --only throughput` before and after.
-- To carry something more: a parameter with a default at the end, a column in `checked` where it is read, in `inserted`
-- where it is stored; what only few messages have (attachments, say) into a statement of its own that runs when any has.
create or replace function append_messages(
  p_chats uuid[], p_wait boolean, p_again boolean,
  p_chat uuid[], p_id uuid[], p_sender int[], p_type smallint[], p_client text[], p_key uuid[], p_body text[],
  p_reply uuid[], p_limited boolean[], p_numbered boolean default false,
  out status smallint[], out seq bigint[], out revision bigint[], out sender_type smallint[],
  out customer_id int[], out provider_id int[], out lsm_id int[],
  out reply_seq bigint[], out reply_sender int[], out reply_preview text[],
  out at_ms bigint
) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_locked uuid[];
  v_skipped uuid[] := '{}';
  v_at timestamptz(3);
  v_replies boolean := cardinality(array_remove(p_reply, null)) > 0;
  v_reply_seq bigint[];
  v_mine bigint[];
begin
  if p_wait then
    perform 1 from chats c where c.id = any (p_chats) order by c.id for no key update;
  else
    select array_agg(l.id) into v_locked from (
      select c.id from chats c where c.id = any (p_chats) order by c.id for no key update skip locked) l;
    if coalesce(cardinality(v_locked), 0) < cardinality(p_chats) then
      -- Missing chats are among the rest too: only those that exist were skipped.
      select coalesce(array_agg(c.id), '{}') into v_skipped
        from chats c where c.id = any (p_chats) and c.id <> all (coalesce(v_locked, '{}'));
    end if;
  end if;
  v_at := clock_timestamp();

  -- What few batches need is looked for by statements of its own: in the one below it would cost each batch its share of
  -- the plan, and, as long as the table has no statistics, perhaps a walk through all messages of the chat for each row.
  if v_replies then
    select array_agg(q.seq order by i.ord), array_agg(q.sender_id order by i.ord),
           array_agg(left(coalesce(nullif(q.message, ''), q.attachments -> 0 ->> 'name', ''), 160) order by i.ord)
      into v_reply_seq, reply_sender, reply_preview
      from unnest(p_chat, p_reply) with ordinality as i (chat_id, reply, ord)
      left join messages q on q.chat_id = i.chat_id and q.seq = message_seq(i.chat_id, i.reply);
    reply_seq := v_reply_seq;
  end if;
  if p_again then
    -- What has no key is looked for in the whole chat: few have none, and of those few were under way when it happened.
    select array_agg(case when m.id is not null and (m.id = i.id or p_numbered and m.id = numbered_id(i.id, m.seq)) then m.seq end
                     order by i.ord) into v_mine
      from unnest(p_chat, p_id, p_sender, p_key) with ordinality as i (chat_id, id, sender_id, key, ord)
      left join lateral (
        select k.id, k.seq from messages k
          where i.key is not null and k.chat_id = i.chat_id and k.sender_id = i.sender_id and k.client_key = i.key
        union all
        select k.id, k.seq from messages k where i.key is null and k.chat_id = i.chat_id
          and (k.id = i.id or p_numbered and k.id = numbered_id(i.id, k.seq))
      ) m on true;
  end if;

  with checked as materialized (
    select i.ord, i.chat_id, i.id, i.sender_id, i.mtype, i.client, i.key, i.body, who.role,
      c.ctid as row_at, c.last_seq, c.revision, c.n_customer, c.n_provider, c.n_lsm, c.customer_id, c.provider_id, c.lsm_id,
      coalesce(v_mine[i.ord], d.seq) as known_seq, v_reply_seq[i.ord] as reply_seq,
      case
        when c.id is null then 2
        when c.id = any (v_skipped) then 7
        when who.role is null then 2
        when v_mine[i.ord] is not null then 6
        when d.seq is not null then 1
        when c.status = 2 and who.role <> 0 then 3
        when c.blocked <> 0 and c.status <> 1 and who.role in (1, 2) then 10
        when i.limited then 4
        when i.reply is not null and v_reply_seq[i.ord] is null then 5
        else 0
      end as status
    from unnest(p_chat, p_id, p_sender, p_type, p_client, p_key, p_body, p_reply, p_limited)
      with ordinality as i (chat_id, id, sender_id, mtype, client, key, body, reply, limited, ord)
    left join chats c on c.id = i.chat_id
    cross join lateral (select case i.sender_id
      when 0 then 0 when c.customer_id then 1 when c.provider_id then 2 when c.lsm_id then 3 end as role) who
    left join messages d on d.chat_id = i.chat_id and d.sender_id = i.sender_id and d.client_key = i.key
  ), numbered as materialized (
    select k.*,
      count(*) filter (where k.status = 0) over w as nth,
      count(*) filter (where k.status = 0 and k.role = 1) over w as customers,
      count(*) filter (where k.status = 0 and k.role = 2) over w as providers,
      count(*) filter (where k.status = 0 and k.role = 3) over w as lsms
    from checked k
    window w as (partition by k.chat_id order by k.ord rows unbounded preceding)
  ), inserted as (
    insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, client_id, client_key,
                          message, reply_seq, created_at, n_customer, n_provider, n_lsm)
    select n.chat_id, n.last_seq + n.nth, case when p_numbered then numbered_id(n.id, n.last_seq + n.nth) else n.id end,
           n.revision + n.nth, n.sender_id, n.role, n.mtype, n.client, n.key,
           n.body, n.reply_seq, v_at, n.n_customer + n.customers, n.n_provider + n.providers, n.n_lsm + n.lsms
    from numbered n where n.status = 0
  ), tips as materialized (
    select n.chat_id, n.row_at, n.last_seq, n.revision, max(n.nth) as nth,
           max(n.customers) as customers, max(n.providers) as providers, max(n.lsms) as lsms
    from numbered n where n.status = 0 group by n.chat_id, n.row_at, n.last_seq, n.revision
  ), updated as (
    update chats c set
      last_seq = c.last_seq + t.nth, revision = c.revision + t.nth, last_activity_at = v_at,
      n_customer = c.n_customer + t.customers, n_provider = c.n_provider + t.providers, n_lsm = c.n_lsm + t.lsms
    from tips t where c.ctid = t.row_at
  ), fed as (
    insert into feed (chat_ids, first_seqs, appended, revisions)
    select array_agg(t.chat_id), array_agg(t.last_seq + 1), array_agg(t.nth::int), array_agg(t.revision + t.nth)
    from tips t having count(*) > 0
  )
  select
    array_agg(n.status::smallint),
    array_agg(case when n.status = 0 then n.last_seq + n.nth else n.known_seq end),
    array_agg(case when n.status = 0 then n.revision + n.nth end),
    array_agg(n.role::smallint),
    array_agg(n.customer_id), array_agg(n.provider_id), array_agg(n.lsm_id),
    (extract(epoch from v_at) * 1000)::bigint
  into status, seq, revision, sender_type, customer_id, provider_id, lsm_id, at_ms
  from (select * from numbered order by ord) n;
end $$;
