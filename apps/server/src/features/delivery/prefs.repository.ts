import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { DeliveryChatPrefsTable, DeliveryPrefsTable } from '../../database/tables/delivery-tables.js';

export type PrefsRow = Omit<Selectable<DeliveryPrefsTable>, 'user_id' | 'updated_at'>;
export type ChatPrefsRow = Omit<Selectable<DeliveryChatPrefsTable>, 'user_id' | 'updated_at'>;

/** What a person who never said anything wishes. */
const DEFAULTS: PrefsRow = {
  muted_until: null,
  push: true,
  mail: true,
  preview: true,
  quiet_from: null,
  quiet_to: null,
  time_zone: 'UTC',
};

const COLUMNS = 'muted_until, push, mail, preview, quiet_from, quiet_to, time_zone';

export async function readPrefs(database: Database, userId: number): Promise<PrefsRow> {
  const [row] = await database.realtime.query<PrefsRow>(`select ${COLUMNS} from delivery_prefs where user_id = $1`, [
    userId,
  ]);
  return row ?? DEFAULTS;
}

const CHATS = `
  select o.chat_id, o.push, o.mail, o.preview, o.quiet_from, o.quiet_to, o.quiet_none from delivery_chat_prefs o
  join chat_members m on m.chat_id = o.chat_id and m.user_id = o.user_id and m.left_at is null
  where o.user_id = $1 order by o.updated_at desc limit 500`;

/** What differs for single chats of the user. */
export function readChatPrefs(database: Database, userId: number): Promise<ChatPrefsRow[]> {
  return database.realtime.query<ChatPrefsRow>(CHATS, [userId]);
}

/** What is to be different; what is left out stays. */
export type PrefsChange = { readonly [Column in keyof PrefsRow]?: PrefsRow[Column] | undefined };

// Given values come as JSON: a key that is there counts, also as null.
const CHANGE = `
  insert into delivery_prefs as p (user_id, ${COLUMNS})
  select $1, n.* from jsonb_populate_record(null::delivery_prefs, $3::jsonb || $2::jsonb) r
  cross join lateral (select r.muted_until, r.push, r.mail, r.preview, r.quiet_from, r.quiet_to, r.time_zone) n
  on conflict (user_id) do update set (${COLUMNS}, updated_at) = (
    select n.muted_until, n.push, n.mail, n.preview, n.quiet_from, n.quiet_to, n.time_zone, clock_timestamp()
    from jsonb_populate_record(p, $2::jsonb) n)
  returning ${COLUMNS}`;

export async function changePrefs(database: Database, userId: number, change: PrefsChange): Promise<PrefsRow> {
  const [row] = await database.realtime.query<PrefsRow>(CHANGE, [
    userId,
    JSON.stringify(change),
    JSON.stringify(DEFAULTS),
  ]);
  if (row === undefined) throw new Error('preferences were not written');
  return row;
}

export type ChatPrefsChange = {
  readonly [Column in keyof Omit<ChatPrefsRow, 'chat_id'>]?: ChatPrefsRow[Column] | undefined;
};

const CHAT_COLUMNS = 'push, mail, preview, quiet_from, quiet_to, quiet_none';

const CHANGE_CHAT = `
  insert into delivery_chat_prefs as o (user_id, chat_id, ${CHAT_COLUMNS})
  select $1, $2, n.push, n.mail, n.preview, n.quiet_from, n.quiet_to, coalesce(n.quiet_none, false)
  from jsonb_populate_record(null::delivery_chat_prefs, $3::jsonb) n
  on conflict (user_id, chat_id) do update set (${CHAT_COLUMNS}, updated_at) = (
    select ${CHAT_COLUMNS}, clock_timestamp() from jsonb_populate_record(o, $3::jsonb))
  returning chat_id, ${CHAT_COLUMNS}`;

/** The user has to be a member: that is the caller's to check. */
export async function changeChatPrefs(
  database: Database,
  userId: number,
  chatId: string,
  change: ChatPrefsChange,
): Promise<ChatPrefsRow> {
  const [row] = await database.realtime.query<ChatPrefsRow>(CHANGE_CHAT, [userId, chatId, JSON.stringify(change)]);
  if (row === undefined) throw new Error('preferences of a chat were not written');
  return row;
}
