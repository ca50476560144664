import type { Database } from '../../database/database.js';
import type { ChatRow } from './chats.mapper.js';

export interface BlockChange {
  readonly outcome: 'done' | 'same' | 'no_user' | 'wrong_role';
  /** The chats of the two, after the change. */
  readonly chats: readonly ChatRow[];
}

/** Blocks somebody, or takes it back: one statement over all chats of the two, in the order of their ids. */
export async function setBlock(
  database: Database,
  blocker: number,
  blocked: number,
  on: boolean,
): Promise<BlockChange> {
  const rows = await database.realtime.query<ChatRow & { readonly outcome: BlockChange['outcome'] }>(
    'select s.outcome, (s.chat).* from set_block($1::int, $2::int, $3::boolean) s',
    [blocker, blocked, on],
  );
  const [first] = rows;
  if (first === undefined) throw new Error('set_block gave no row');
  return { outcome: first.outcome, chats: rows.filter(({ id }) => id !== null) };
}

export interface BlockRow {
  readonly user_id: number;
  readonly name: string;
  readonly created_at: Date;
}

/** Whom this user has blocked, the latest first. */
export function listBlocks(database: Database, userId: number): Promise<BlockRow[]> {
  return database.pooled.query<BlockRow>(
    `select b.blocked_id as user_id, u.name, b.created_at from blocks b join users u on u.id = b.blocked_id
     where b.blocker_id = $1::int order by b.created_at desc, b.blocked_id`,
    [userId],
  );
}
