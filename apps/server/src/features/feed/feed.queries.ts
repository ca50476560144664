/**
 * The statements of a feed session. All of them are sent over the connection that holds the followers' locks, so that
 * who has lost a lock can move no mark any more.
 */

/** The class of the session locks, and the follower's name within it. Any number will do that nobody else here uses. */
const LOCK_CLASS = 0x46454544;

export const TAKE_LOCK = `select pg_try_advisory_lock(${LOCK_CLASS}, hashtext($1)) as taken`;

/**
 * PostgreSQL ends the session of a server that has said nothing for so many milliseconds (it hangs, or is gone without a
 * word), and another one can take over.
 *
 * Marks and pruning do not wait for the disk, nor have it busy while messages wait for it. A mark that a crash takes back
 * only brings entries again; none can outlive the work before it, since what was committed first is on the disk first.
 */
export const PREPARE_SESSION = `
  select set_config('idle_session_timeout', $1::int::text, false), set_config('synchronous_commit', 'off', false)`;

/**
 * What another cluster numbered: a restored copy can have transactions ahead of all that will be made here for a long
 * time, which nobody would ever read, and marks that would pass over everything new.
 */
export const REPAIR_ENTRIES =
  'update feed set xid = pg_current_xact_id() where xid >= pg_snapshot_xmax(pg_current_snapshot())';
export const REPAIR_MARKS =
  "update feed_followers set xid = '0', id = 0 where xid > pg_snapshot_xmax(pg_current_snapshot())";

/** A new name begins with what is not committed yet. */
export const NAME_FOLLOWERS = `
  insert into feed_followers (name, xid, id)
  select name, pg_snapshot_xmin(pg_current_snapshot()), 0 from unnest($1::text[]) as name order by name
  on conflict (name) do update set seen_at = now()`;

/** One row: what comes after a follower's mark, as far as it is settled, gathered. */
export const READ_FEED = 'select * from read_feed($1, $2::int, $3::int, $4::boolean, $5::boolean)';

export const MOVE_MARK = 'update feed_followers set xid = $2::xid8, id = $3::bigint where name = $1 returning name';

export const FORGET_FOLLOWERS = "delete from feed_followers where seen_at < now() - interval '7 days' returning name";

/** What every follower has passed; a part of it at a time. Gives nothing while nobody follows. */
export const PRUNE_ENTRIES = `
  with slowest as materialized (select xid, id from feed_followers order by xid, id limit 1),
  passed as materialized (
    select e.xid, e.id from feed e, slowest s where (e.xid, e.id) <= (s.xid, s.id)
    order by e.xid, e.id limit $1::int for update of e skip locked
  )
  delete from feed e using passed p where e.xid = p.xid and e.id = p.id returning e.id`;
