-- An LSM reads nothing of a disputed chat before it joins, nothing of its ended ones when it is no LSM any more, and nothing
-- of earlier ones once it gave back or lost a later one of the chat; its cases go back when it is in another region.

-- An acceptance given before 0172 may be of somebody who has left since, or has come back: it binds nobody.
do $$
declare
  o record;
  v_role text;
  v_by int;
  v_at timestamptz;
begin
  for o in
    select d.id, d.chat_id, d.offer_seq, m.extra -> 'offer' as offer, m.sender_id, m.created_at, c.customer_id, c.provider_id
    from disputes d join chats c on c.id = d.chat_id join messages m on m.chat_id = d.chat_id and m.seq = d.offer_seq
    where d.status < 2 and m.extra -> 'offer' ->> 'status' = 'open'
    order by d.chat_id
  loop
    for v_role in select jsonb_array_elements_text(o.offer -> 'accepted_by') loop
      -- The last change before which it was not accepted is its acceptance; none: it came with the offer.
      select x.actor_id, x.created_at into v_by, v_at from changes x
        where x.chat_id = o.chat_id and x.seq = o.offer_seq and x.kind = 'offer'
          and not x.before -> 'offer' -> 'accepted_by' ? v_role
        order by x.revision desc limit 1;
      if not found then v_by := o.sender_id; v_at := o.created_at; end if;
      continue when exists (select from chat_members s
        where s.chat_id = o.chat_id and s.user_id = v_by and s.left_at is null and s.joined_at <= v_at
          and s.user_id = case v_role when 'customer' then o.customer_id else o.provider_id end);
      perform change_offer(o.chat_id, o.offer_seq, 0, jsonb_build_object('accepted_by',
        (select m.extra -> 'offer' -> 'accepted_by' from messages m where m.chat_id = o.chat_id and m.seq = o.offer_seq) - v_role));
      update disputes d set version = d.version + 1 where d.id = o.id;
    end loop;
  end loop;
end $$;
