-- When each user was last seen: when the first device came, when the last one went, and now and then in between.
-- Written by: presence, many users in one statement. No index but the key: moving the time touches nothing else (HOT).

create table presence (
  user_id int primary key references users (id) on delete cascade,
  last_seen_at timestamptz(3) not null
) with (fillfactor = 70);
