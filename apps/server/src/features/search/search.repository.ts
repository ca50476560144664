import type { Database } from '../../database/database.js';
import type { MessageRange } from '../feed/feed.api.js';

const INDEX = 'select index_messages($1::uuid[], $2::bigint[], $3::bigint[])';

/** Keeps the words of these messages as they are now; again is the same. @param ranges some thousand messages at most */
export async function indexMessages(database: Database, ranges: readonly MessageRange[]): Promise<void> {
  await database.realtime.query(INDEX, [
    ranges.map(({ chatId }) => chatId),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
  ]);
}

/** The last `seq` of each of these chats. */
export async function lastSeqs(database: Database, chatIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await database.realtime.query<{ id: string; last_seq: number }>(
    'select id, last_seq from chats where id = any($1::uuid[])',
    [chatIds],
  );
  return new Map(rows.map(({ id, last_seq }) => [id, last_seq]));
}

export interface Progress {
  readonly version: number;
  readonly done: boolean;
  /** Whether people are found by whom one has met; until then by the seats of all one's chats. */
  readonly met: boolean;
}

export async function readProgress(database: Database): Promise<Progress> {
  const [row] = await database.realtime.query<Progress>('select version, done, met from search_progress');
  return row ?? { version: 0, done: false, met: false };
}

/** Forgets everything, and begins anew. */
export async function rebuild(database: Database, version: number): Promise<void> {
  await database.realtime.query('select rebuild_search($1::int)', [version]);
}

/** The next chats whose messages are still to be read, in the order in which that is done. */
export async function nextChats(database: Database, most: number): Promise<{ id: string; last_seq: number }[]> {
  return database.realtime.query<{ id: string; last_seq: number }>(
    `select c.id, c.last_seq from chats c
     where c.id > coalesce((select after_chat from search_progress), '00000000-0000-0000-0000-000000000000')
     order by c.id limit $1::int`,
    [most],
  );
}

/** The messages of these chats have been read. */
export async function advance(database: Database, chatIds: readonly string[]): Promise<void> {
  await database.realtime.query('select advance_search($1::uuid[])', [chatIds]);
}

export async function finish(database: Database): Promise<void> {
  await database.realtime.query('update search_progress set done = true where not done');
}

/** Something happened in these chats: what is found of them moves up. */
export async function moved(database: Database, chatIds: readonly string[]): Promise<void> {
  await database.realtime.query('select search_moved($1::uuid[])', [chatIds]);
}

/** Who sits in the next chats has met. @returns whether these were the last */
export async function meetNext(database: Database, most: number): Promise<boolean> {
  const [row] = await database.realtime.query<{ last: boolean }>('select search_meet_next($1::int) as last', [most]);
  return row?.last === true;
}

export async function knowsTypos(database: Database): Promise<boolean> {
  const [row] = await database.realtime.query<{ known: boolean }>('select search_knows_typos() as known');
  return row?.known === true;
}
