import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { ChatPrefsTable } from '../../database/tables/chat-tables.js';
import type { PrefsChange } from './prefs.api.js';

export type PrefsRow = Omit<Selectable<ChatPrefsTable>, 'user_id' | 'chat_id' | 'updated_at'>;

// Through the user's own seat; a null that was given ($3, $8) is told apart from nothing given.
const CHANGE = `
  insert into chat_prefs as p (user_id, chat_id, muted_until, pinned, archived, marked_unread, draft)
  select $1::int, c.id, $4::timestamptz, coalesce($5::boolean, false), coalesce($6::boolean, false),
    coalesce($7::boolean, false), $9::text
  from chats c where c.id = $2::uuid and $1::int in (c.customer_id, c.provider_id, c.lsm_id)
  on conflict (user_id, chat_id) do update set
    muted_until = case when $3::boolean then excluded.muted_until else p.muted_until end,
    pinned = coalesce($5::boolean, p.pinned),
    archived = coalesce($6::boolean, p.archived),
    marked_unread = coalesce($7::boolean, p.marked_unread),
    draft = case when $8::boolean then excluded.draft else p.draft end,
    updated_at = clock_timestamp()
  returning p.muted_until, p.pinned, p.archived, p.marked_unread, p.draft`;

/** Undefined when the user is no member of the chat. */
export async function changePrefs(
  database: Database,
  userId: number,
  chatId: string,
  { muted_until, pinned, archived, marked_unread, draft }: PrefsChange,
): Promise<PrefsRow | undefined> {
  const [row] = await database.realtime.prepared<PrefsRow>('prefs_change', CHANGE, [
    userId,
    chatId,
    muted_until !== undefined,
    muted_until ?? null,
    pinned ?? null,
    archived ?? null,
    marked_unread ?? null,
    draft !== undefined,
    draft === '' ? null : (draft ?? null),
  ]);
  return row;
}
