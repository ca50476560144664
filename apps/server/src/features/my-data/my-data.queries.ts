import type { Database } from '../../database/database.js';

/** The chat of a row. Not of a lane that the person has left: that there is one is told to those who are in it. */
const CHAT = `(select c.id from chats c where c.id = chat_id
  and (c.parent_id is null or exists (select from reading_of(c.id, $1::int, now())))) as "chatId"`;

/** What is kept of a person beside the chats, by the name that it has in the file. `$1` is the person. */
const PARTS = {
  account: `
    select id, name, email, role, region, locale, created_at, updated_at, own as account_of_this_server
    from users where id = $1`,
  sessions: `
    select user_agent, created_at, expires_at, revoked_at as ended_at from sessions where user_id = $1
    order by created_at`,
  last_seen: 'select last_seen_at from presence where user_id = $1',
  chat_preferences: `
    select ${CHAT}, muted_until, pinned, archived, marked_unread, draft, updated_at from chat_prefs
    where user_id = $1 order by chat_id`,
  notification_preferences: `
    select muted_until, push, mail, preview, quiet_from as quiet_from_minute, quiet_to as quiet_to_minute, time_zone,
      updated_at
    from delivery_prefs where user_id = $1`,
  notification_preferences_of_chats: `
    select ${CHAT}, push, mail, preview, updated_at from delivery_chat_prefs where user_id = $1
    order by chat_id`,
  blocked_by_me: 'select blocked_id as "userId", created_at from blocks where blocker_id = $1 order by created_at',
  // What an administrator notes about it is about others as well.
  reported_by_me: `
    select ${CHAT}, seq, reason, details, created_at, decision, decided_at from reports
    where reporter_id = $1 order by created_at`,
  uploads: `
    select id, ${CHAT}, name, type, size, created_at from attachments
    where owner_id = $1 and message_seq is not null and emptied_at is null order by created_at`,
  canned_texts: 'select title, text, changed_at from canned_texts where owner_id = $1 order by title',
} as const;

export async function readPart(
  database: Database,
  part: keyof typeof PARTS,
  userId: number,
): Promise<readonly object[]> {
  return database.pooled.query<object>(PARTS[part], [userId]);
}

export const PART_NAMES = Object.keys(PARTS) as readonly (keyof typeof PARTS)[];

/** The chats that a person sits in, or still reads; whether they may is asked again for each. */
export async function readMyChats(database: Database, userId: number): Promise<readonly string[]> {
  const rows = await database.pooled.query<{ id: string }>(
    `select chat_id as id from chat_members
     where user_id = $1 and (left_at is null or reads_until is not null) order by joined_at, chat_id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

/** A chat beside what was said in it. */
export async function readChatFacts(database: Database, userId: number, chatId: string): Promise<object> {
  const [row] = await database.pooled.query<{ facts: object }>(
    `select jsonb_build_object('id', c.id, 'job_id', c.job_id, 'job', c.job, 'subject', c.subject, 'lane', c.lane,
       'parent_id', c.parent_id, 'created_at', c.created_at, 'my_role', case m.role when 1 then 'customer' when 2 then 'provider' else 'lsm' end,
       'joined_at', m.joined_at, 'read_seq', coalesce(r.read_seq, 0), 'read_at', r.read_at) as facts
     from chats c
     join chat_members m on m.chat_id = c.id and m.user_id = $1
     left join receipts r on r.chat_id = c.id and r.user_id = $1
     where c.id = $2`,
    [userId, chatId],
  );
  return row?.facts ?? {};
}
