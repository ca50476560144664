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

/**
 * Writes when these users were last seen, and reads who may learn that they came or went: one statement.
 * @param changes each user once
 * @returns nothing for a user who shares no open chat
 */
export function writeChanges(database: Database, changes: readonly PresenceChange[]): Promise<PresenceRow[]> {
  return database.realtime.query<PresenceRow>(
    'select * from change_presence($1::int[], $2::timestamptz[])',
    columns(changes),
  );
}

/** Writes when these users were last seen; each user once. */
export async function writeSeen(database: Database, seen: readonly Seen[]): Promise<void> {
  await database.realtime.query('select from note_presence($1::int[], $2::timestamptz[])', columns(seen));
}

const columns = (seen: readonly Seen[]) => [seen.map(({ userId }) => userId), seen.map(({ at }) => new Date(at))];
