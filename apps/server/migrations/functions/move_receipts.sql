-- Moves marks of reading and delivery, any number in one statement. Called by features/receipts/receipts.repository.ts.
--
-- The arrays have one element per mark; no two with the same chat and user. p_read, p_delivered: up to which seq, 0 for
-- none; what lies past the end of the chat means the end, and what was read was delivered. Marks never move back.
-- One row for each mark whose user has a seat in the chat: `nth` counts from 1, the marks are as they are now, and the
-- seats are the members as this statement saw them.
--
-- No chat is locked: a mark would wait for appends, and they for it. The rows are locked in one order for all servers, in
-- a statement of its own, so that the next one reads what nobody else can move meanwhile.
create or replace function move_receipts(p_chat uuid[], p_user int[], p_read bigint[], p_delivered bigint[])
returns table (
  nth bigint, read_seq bigint, read_at timestamptz(3), delivered_seq bigint, read_moved boolean, delivered_moved boolean,
  customer_id int, provider_id int, lsm_id int
) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_at timestamptz(3) := clock_timestamp();
begin
  insert into receipts (chat_id, user_id)
    select i.chat_id, i.user_id
    from unnest(p_chat, p_user) as i (chat_id, user_id)
    join chats c on c.id = i.chat_id and i.user_id in (c.customer_id, c.provider_id, c.lsm_id)
    where not exists (select from receipts r where r.chat_id = i.chat_id and r.user_id = i.user_id)
    order by i.chat_id, i.user_id
    on conflict do nothing;
  perform 1
    from unnest(p_chat, p_user) as i (chat_id, user_id)
    join receipts r on r.chat_id = i.chat_id and r.user_id = i.user_id
    order by r.chat_id, r.user_id for no key update of r;
  return query
    with wanted as materialized (
      select i.nth, i.chat_id, i.user_id, c.customer_id, c.provider_id, c.lsm_id, r.read_seq, r.read_at, r.delivered_seq,
        greatest(r.read_seq, least(i.read, c.last_seq)) as read,
        greatest(r.delivered_seq, r.read_seq, least(greatest(i.delivered, i.read), c.last_seq)) as delivered
      from unnest(p_chat, p_user, p_read, p_delivered) with ordinality as i (chat_id, user_id, read, delivered, nth)
      join chats c on c.id = i.chat_id and i.user_id in (c.customer_id, c.provider_id, c.lsm_id)
      join receipts r on r.chat_id = i.chat_id and r.user_id = i.user_id
    ), moved as (
      update receipts r set
        read_seq = w.read, read_at = case when w.read > w.read_seq then v_at else w.read_at end,
        delivered_seq = w.delivered,
        delivered_at = case when w.delivered > w.delivered_seq then v_at else r.delivered_at end
      from wanted w
      where r.chat_id = w.chat_id and r.user_id = w.user_id and (w.read > w.read_seq or w.delivered > w.delivered_seq)
    )
    select w.nth, w.read, case when w.read > w.read_seq then v_at else w.read_at end, w.delivered,
      w.read > w.read_seq, w.delivered > w.delivered_seq, w.customer_id, w.provider_id, w.lsm_id
    from wanted w;
end $$;
