import type { Database } from '../../database/database.js';
import type { SessionEnded } from './auth.api.js';

export interface Endings {
  /** By the database's clock. */
  readonly now: Date;
  readonly sessions: readonly SessionEnded[];
  readonly users: readonly { readonly userId: number; readonly at: Date }[];
}

interface Row {
  readonly now: Date;
  readonly session_id: string | null;
  readonly user_id: number | null;
  readonly at: Date;
}

// The overlap is longer than a statement may take: an ending becomes visible at its commit, and is dated before it.
const ENDINGS = `
  select n.now, e.session_id, e.user_id, e.at
  from (select clock_timestamp() as now, coalesce($1::timestamptz, clock_timestamp() - interval '20 s') - interval '5 s' as since) n
  left join lateral (
    select s.id as session_id, s.user_id, s.revoked_at as at from sessions s where s.revoked_at > n.since
    union all
    select null, u.id, u.disabled_at from users u where u.disabled_at > n.since
  ) e on true`;

/** Whose access ended since a time, with some that the last call gave already. @param since null: just now */
export async function readEndings(database: Database, since: Date | null): Promise<Endings> {
  const rows = await database.realtime.prepared<Row>('auth_endings', ENDINGS, [since]);
  const [first] = rows;
  if (first === undefined) throw new Error('the database told no time');
  const ended = rows.filter(({ user_id }) => user_id !== null) as (Row & { readonly user_id: number })[];
  return {
    now: first.now,
    sessions: ended.flatMap(({ session_id, user_id }) =>
      session_id === null ? [] : [{ sessionId: session_id, userId: user_id }],
    ),
    users: ended.flatMap(({ session_id, user_id, at }) => (session_id === null ? [{ userId: user_id, at }] : [])),
  };
}
