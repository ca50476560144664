-- The audit and its seals are written once. Called by features/audit.

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create or replace trigger audit_is_only_added_to before update or delete on audit
  for each row execute function refuse_change();
create or replace trigger audit_seals_are_only_added_to before update or delete on audit_seals
  for each row execute function refuse_change();

-- The seal of what is not sealed yet, which the caller signs and writes; no row when there is nothing. Rows get their
-- numbers before they are committed: with the lock nobody is between the two, so what is read is all that there will
-- ever be up to the last one. The verifier makes the same hash by itself (features/audit/audit-chain.rules.ts).
create or replace function next_seal()
returns table (number bigint, at timestamptz, upto bigint, entries int, previous bytea, hash bytea)
language plpgsql as $$
declare
  v_last audit_seals%rowtype;
  v_rows bytea;
begin
  lock table audit in share mode;
  select s.* into v_last from audit_seals s order by s.number desc limit 1;
  select max(a.id), count(*),
    string_agg(sha256(convert_to(jsonb_build_array(
      a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.actor, a.action, a.target, a.details
    )::text, 'UTF8')), ''::bytea order by a.id)
    into upto, entries, v_rows
    from audit a where a.id > coalesce(v_last.upto, -9007199254740991);
  if entries = 0 then return; end if;
  number := coalesce(v_last.number, 0) + 1;
  previous := coalesce(v_last.hash, decode(repeat('00', 32), 'hex'));
  at := clock_timestamp()::timestamptz(3);
  hash := sha256(previous || v_rows || convert_to(jsonb_build_array(
    number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), upto, entries)::text, 'UTF8'));
  return next;
end $$;
