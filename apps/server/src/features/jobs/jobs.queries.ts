/** Where the job library keeps its tables: a schema of our own, so that a host's own jobs are never touched. */
export const JOBS_SCHEMA = 'stm_chat_jobs';

/** The class of the session locks by which running workers are known. Any number that nobody else here uses. */
const LOCK_CLASS = 0x4a4f4253;

export const HOLD_LOCK = `select pg_advisory_lock(${LOCK_CLASS}, hashtext($1))`;

/** Workers other than `$1` that have jobs locked and are not connected: their lock can be had. */
export const FIND_GONE = `
  select w.worker from (
    select distinct locked_by as worker from ${JOBS_SCHEMA}.jobs where locked_by is not null and locked_by <> $1
  ) w
  where pg_try_advisory_xact_lock(${LOCK_CLASS}, hashtext(w.worker))`;

export const UNLOCK_GONE = `select ${JOBS_SCHEMA}.force_unlock_workers($1::text[])`;

/** Jobs that the worker `$1` has locked, but for those that it runs (`$2`). */
export const FIND_LOST = `
  select id from ${JOBS_SCHEMA}.jobs where locked_by = $1 and id <> all($2::bigint[])`;

/** Takes the lock of the worker `$2` from these jobs (`$1`), and back the attempt that was none; not from one that was replaced, see below. */
export const UNLOCK_LOST = `
  with lost as (
    update ${JOBS_SCHEMA}._private_jobs
    set locked_at = null, locked_by = null, attempts = case when attempts < max_attempts then attempts - 1 else attempts end
    where id = any($1::bigint[]) and locked_by = $2 returning job_queue_id
  )
  update ${JOBS_SCHEMA}._private_job_queues q set locked_at = null, locked_by = null
  from lost where q.id = lost.job_queue_id and q.locked_by = $2`;

/**
 * A job whose key was given to another one while it ran is marked as having no attempt left, and loses its key. When its
 * worker was killed it stays so: it is no failure, and the other one stands for it.
 */
export const DISCARD_REPLACED = `
  select ${JOBS_SCHEMA}.complete_jobs(array(
    select id from ${JOBS_SCHEMA}.jobs
    where attempts >= max_attempts and locked_at is null and key is null and last_error is null))`;

export const ADD_JOB = `
  select ${JOBS_SCHEMA}.add_job($1, $2::json, run_at => $3::timestamptz, job_key => $4, queue_name => $5,
    max_attempts => $6::int)`;

/** For one that has just failed: its next run is so many milliseconds away, when the library made it sooner. `running`: the library has not taken it back yet. */
export const POSTPONE_JOB = `
  select d.locked_at is not null as running, j.id from ${JOBS_SCHEMA}.jobs d
  cross join (select now() + $2::float8 * interval '1 ms' as at) w
  left join lateral ${JOBS_SCHEMA}.reschedule_jobs(case when d.run_at < w.at then array[d.id] end, run_at => w.at) j on true
  where d.id = $1::bigint`;

export const LIST_DEAD = `
  select id, task_identifier as task, attempts, coalesce(last_error, '') as error, created_at as "addedAt", updated_at as "failedAt"
  from ${JOBS_SCHEMA}.jobs where attempts >= max_attempts and locked_at is null
  order by updated_at desc, id desc limit $1::int`;

/** How much of each kind is to be done, or being done. */
export const COUNT_WAITING = `
  select task_identifier as task, count(*)::int as count, min(run_at) as "nextAt"
  from ${JOBS_SCHEMA}.jobs where attempts < max_attempts group by 1 order by 1`;

/** `$2`: who decides, which is written down with it; null: the server itself. */
const decided = (action: string, step: string): string => `
  with dead as (
    select j.id, d.task_identifier from ${JOBS_SCHEMA}.jobs d cross join lateral ${JOBS_SCHEMA}.${step} j
    where d.id = $1::bigint and d.attempts >= d.max_attempts
  ), audited as (
    insert into audit (actor, action, target, details)
    select $2::int, '${action}', 'job:' || id, jsonb_build_object('task', task_identifier) from dead where $2::int is not null
  )
  select id from dead`;

export const REVIVE_DEAD = decided('revive_job', 'reschedule_jobs(array[d.id], run_at => now(), attempts => 0)');

export const DISCARD_DEAD = decided('discard_job', 'complete_jobs(array[d.id])');
