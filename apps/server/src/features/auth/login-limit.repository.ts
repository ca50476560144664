import type { Database } from '../../database/database.js';
import type { FailureLimit, Failures } from './login-limit.rules.js';

/** The failures that still count. */
export function readFailures(database: Database, keys: readonly string[]): Promise<Failures[]> {
  return database.pooled.query<Failures>(
    `select key, failures, ceil(extract(epoch from ends_at - now()) * 1000)::bigint as ms_left
     from login_failures where key = any ($1) and ends_at > now()`,
    [keys],
  );
}

/** One failure more of each key; the first one opens its window. What has long ended is cleared away. */
export async function countFailures(database: Database, limits: ReadonlyMap<string, FailureLimit>): Promise<void> {
  await database.pooled.query(
    `with cleared as (
       delete from login_failures where ends_at < now() - interval '1 hour' and key <> all ($1)
     )
     insert into login_failures as f (key, failures, ends_at)
     select n.key, 1, now() + make_interval(secs => n.seconds)
     from unnest($1::text[], $2::float8[]) as n (key, seconds) order by n.key
     on conflict (key) do update set
       failures = case when f.ends_at > now() then f.failures + 1 else 1 end,
       ends_at = case when f.ends_at > now() then f.ends_at else excluded.ends_at end`,
    [[...limits.keys()], [...limits.values()].map(({ windowSeconds }) => windowSeconds)],
  );
}

export async function forgetFailures(database: Database, key: string): Promise<void> {
  await database.pooled.query('delete from login_failures where key = $1', [key]);
}
