-- append_messages looks up replies and earlier tries of a batch only where there are any, in statements of their own: joined
-- to every row they were read by whichever index the planner chose while `messages` had no statistics yet, which was a
-- walk through the whole chat for each message.
select 1;
