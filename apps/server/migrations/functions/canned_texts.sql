-- Writes a canned text. outcome: 'done', 'no_lsm', 'no_region' (a text of the region, and the LSM has none), 'not_found' (the
-- id is of a text that this LSM cannot see), 'full'. Two LSMs of a region who write its last one at once wait for each other.
create or replace function put_canned_text(
  p_id uuid, p_user int, p_of_region boolean, p_title text, p_text text, p_max int, p_now timestamptz, out outcome text
) language plpgsql as $$
declare
  v_user users;
  v_owner int;
  v_region text;
  t canned_texts;
begin
  select * into v_user from users u where u.id = p_user and u.role = 'lsm' and u.disabled_at is null and u.erased_at is null;
  if not found then outcome := 'no_lsm'; return; end if;
  if p_of_region then v_region := lower(v_user.region); else v_owner := p_user; end if;
  if p_of_region and v_region is null then outcome := 'no_region'; return; end if;
  perform pg_advisory_xact_lock(1667329652, hashtext(coalesce('r ' || v_region, 'u ' || v_owner)));
  select * into t from canned_texts x where x.id = p_id for update;
  if found and (t.owner_id <> p_user or t.region <> coalesce(lower(v_user.region), '')) then outcome := 'not_found'; return; end if;
  if (t.id is null or t.owner_id is distinct from v_owner)
    and (select count(*) from canned_texts x where x.owner_id = v_owner or x.region = v_region) >= p_max then
    outcome := 'full'; return;
  end if;
  insert into canned_texts (id, owner_id, region, title, text, changed_by, changed_at)
    values (p_id, v_owner, v_region, p_title, p_text, p_user, p_now)
    on conflict (id) do update set owner_id = excluded.owner_id, region = excluded.region, title = excluded.title,
      text = excluded.text, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
  outcome := 'done';
end $$;
