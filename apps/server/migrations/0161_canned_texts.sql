-- Texts that LSMs write again and again: somebody's own, or a region's. Written by: canned-texts.
create table canned_texts (
  id uuid primary key,
  owner_id int references users (id),
  region text, -- in lower case
  title text not null,
  text text not null,
  changed_by int not null references users (id),
  changed_at timestamptz(3) not null,
  check ((owner_id is null) <> (region is null))
);
create index canned_texts_owner on canned_texts (owner_id) where owner_id is not null;
create index canned_texts_region on canned_texts (region) where region is not null;
