import type { Database } from '../../database/database.js';
import type { PresenceChange } from './presence-tracker.js';

export interface PresenceRow {
  readonly user_id: number;
  /** As it is stored now; null for a person who was erased. */
  readonly last_seen_at: Date | null;
  /** Everybody who shares a chat with the user that is not closed; each once. */
  readonly peers: readonly number[];
}

type Seen = Pick<PresenceChange, 'userId' | 'at'>;

const WRITTEN = `
  insert into presence as p (user_id, last_seen_at)
  select c.user_id, c.at from changed c join users u on u.id = c.user_id and u.erased_at is null order by c.user_id
  on conflict (user_id) do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)`;

const CHANGED = 'changed as materialized (select * from unnest($1::int[], $2::timestamptz[]) as c (user_id, at))';

// The seats of a chat are its members: no second look at chat_members. 2: closed.
const TELL = `
  with ${CHANGED}, written as (${WRITTEN} returning p.user_id, p.last_seen_at)
  select c.user_id, w.last_seen_at, array_agg(distinct o.id) as peers
  from changed c
  left join written w on w.user_id = c.user_id
  join chat_members m on m.user_id = c.user_id and m.left_at is null
  join chats t on t.id = m.chat_id and t.status <> 2
  cross join lateral unnest(array[t.customer_id, t.provider_id, t.lsm_id]) as o (id)
  where o.id <> c.user_id
  group by c.user_id, w.last_seen_at`;

const NOTE = `with ${CHANGED} ${WRITTEN}`;

/**
 * Writes when these users were last seen, and reads who may learn that they came or went: one statement.
 * @param changes each user once
 * @returns nothing for a user who shares no open chat
 */
export function writeChanges(database: Database, changes: readonly PresenceChange[]): Promise<PresenceRow[]> {
  return database.realtime.query<PresenceRow>(TELL, columns(changes));
}

/** Writes when these users were last seen; each user once. */
export async function writeSeen(database: Database, seen: readonly Seen[]): Promise<void> {
  await database.realtime.query(NOTE, columns(seen));
}

const columns = (seen: readonly Seen[]) => [seen.map(({ userId }) => userId), seen.map(({ at }) => new Date(at))];
