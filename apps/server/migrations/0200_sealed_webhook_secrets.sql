-- Secrets of webhook endpoints, sealed with a key that is made from JWT_SECRET (kernel/secret-seal.ts). Those that lie in
-- `secret` and `previous_secret` in plain text are sealed by the first server that starts, which empties these columns.
alter table webhook_endpoints
  add column secret_sealed bytea,
  add column previous_sealed bytea;
