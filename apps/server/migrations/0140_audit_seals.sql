-- The audit is sealed every minute: each seal is a hash over the rows since the last one and over that one's hash, so
-- that nobody changes, removes or adds an old row unnoticed (functions/audit.sql). Written by: audit.

create table audit_seals (
  number bigint primary key check (number > 0), -- 1, 2, 3 … without gaps
  at timestamptz(3) not null,
  upto bigint not null unique, -- the last row of `audit` that it seals
  entries int not null check (entries > 0),
  previous bytea not null, -- the hash of the seal before; 32 zero bytes for the first
  hash bytea not null,
  -- Ed25519 over the hash by EVIDENCE_KEY, which the database does not have; null where the server has none.
  signature bytea
);
