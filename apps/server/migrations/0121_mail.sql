-- Mail to people who stayed away. Written by: mail, and emptied of whoever is erased (functions/mail.sql).
create table mail_recipients (
  user_id int primary key,
  hour_began timestamptz(3), -- mails of the hour that began then
  hour_count int not null default 0,
  refused_hash text, -- of the address that the mail server knows no mailbox for
  refused_at timestamptz(3),
  refused_why text
);
