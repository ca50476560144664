-- Devices that get pushes. Written by: push.

-- The key pair by which push services know this installation (VAPID), made by the first server that starts; all of them
-- have to agree on it, since browsers bind their subscriptions to it. The private key is sealed with a key that
-- is made from JWT_SECRET: this table alone is of no use to anybody. With VAPID_PRIVATE_KEY there is no row.
create table push_keys (
  only_row boolean primary key default true check (only_row),
  public_key text not null,
  sealed bytea not null,
  created_at timestamptz(3) not null default now()
);

create table push_subscriptions (
  id uuid primary key,
  user_id int not null references users (id) on delete cascade,
  session_id uuid, -- the login that made it; null: by a token of the host platform, which knows no logins
  kind text not null check (kind in ('web', 'fcm', 'apns')),
  address text not null, -- the browser's push address, or the phone's token
  p256dh text, -- web: the browser's keys
  auth text,
  app_key text, -- web: the public key that the browser bound it to
  label text not null default '',
  locale text,
  created_at timestamptz(3) not null default clock_timestamp(),
  sent_at timestamptz(3),
  failed text,
  check ((kind = 'web') = (p256dh is not null and auth is not null and app_key is not null))
);
create unique index push_subscriptions_address on push_subscriptions (kind, md5(address));
create index push_subscriptions_user on push_subscriptions (user_id);
create index push_subscriptions_session on push_subscriptions (session_id) where session_id is not null;
