import type { Database } from '../../database/database.js';
import type { RecordRow } from '../messages/messages.api.js';
import type { Query } from './query.rules.js';
import type { MessageCursor, NameCursor } from './search-cursor.rules.js';

export interface MessageSearch {
  readonly userId: number;
  readonly query: Query;
  /** Also words that look like those. */
  readonly alike: boolean;
  readonly chatId: string | null;
  readonly onlyFiles: boolean;
  readonly limit: number;
  readonly before: MessageCursor | null;
}

export interface FoundRow extends RecordRow {
  /** The reader sits, or sat, in the chat as its LSM. */
  readonly by_lsm: boolean;
}

export interface FoundMessages {
  readonly rows: readonly FoundRow[];
  /** All words that the query may mean. */
  readonly wanted: ReadonlySet<string>;
}

// One snapshot for what the words mean, what is found, who may read it, and what it says. A row without a message says
// what the words mean when nothing was found.
const FOUND = `
  select w.wanted, r.*
  from (
    -- Of words that everybody writes none is misspelt: it would be the same search again.
    select case when $4::boolean and $2::text[] <@ search_usual_words() then null
        else string_agg('(' || m.alternatives || ')', ' & ')::tsquery end as query,
      string_agg('(' || m.alternatives || ')', ' & ') filter (where not m.common)::tsquery as rarer,
      string_agg(m.listed, ' ') as wanted
    from (
      select (select string_agg(quote_literal(x), ' | ') from unnest(a.meanings) x) as alternatives,
        array_to_string(a.meanings, ' ') as listed, a.meanings && k.words as common
      from search_meanings($2::text[], $3::boolean, $4::boolean) a
      cross join (select case when cardinality($2::text[]) > 1 then search_common_words() else '{}' end as words) k
    ) m
  ) w
  left join lateral (
    select m.*, f.nth, (select s.role = 3 from chat_members s where s.user_id = $1::int and s.chat_id = f.chat_id) as by_lsm
    from search_messages_by($1::int, w.query, coalesce(w.rarer, w.query), $5::uuid, $6::int, $7::timestamptz, $8::uuid, $9::bigint, $10::int)
      with ordinality as f (chat_id, seq, nth)
    cross join lateral (
      select * from message_records t where t.chat_id = f.chat_id and t.seq = f.seq and t.deleted_at is null offset 0
    ) m
  ) r on true
  order by r.nth`;

/** Messages that the user may read now, newest first. */
export async function findMessages(database: Database, search: MessageSearch): Promise<FoundMessages> {
  const { userId, query, alike, chatId, onlyFiles, limit, before } = search;
  const at = before === null ? [null, null, null] : [before.at, before.chatId, before.seq];
  const found = await database.pooled.query<FoundRow & { wanted: string }>(FOUND, [
    ...[userId, query.words, query.goesOn, alike, chatId, onlyFiles ? 1 : 0, ...at, limit],
  ]);
  return { rows: found.filter(({ seq }) => seq !== null), wanted: new Set(found[0]?.wanted.split(' ')) };
}

const STEMS = 'select w as word, search_stems_of(w) as stems from unnest($1::text[]) w';

/** The stems of folded words. */
export async function readStems(database: Database, words: readonly string[]): Promise<Map<string, string[]>> {
  if (words.length === 0) return new Map();
  const rows = await database.pooled.query<{ word: string; stems: string[] | null }>(STEMS, [[...new Set(words)]]);
  return new Map(rows.map(({ word, stems }) => [word, stems ?? []]));
}

export interface NameSearch {
  readonly userId: number;
  /** One pattern per word; all have to fit. */
  readonly patterns: readonly string[];
  /** The folded words: names that look like them fit too. Null: they have to fit exactly. */
  readonly alike: string | null;
  readonly limit: number;
  readonly before: NameCursor | null;
}

export interface JobRow {
  readonly chat_id: string;
  readonly subject: string;
  readonly title: string | null;
  readonly job_id: string | null;
  readonly status: 0 | 1 | 2;
  /** Where it stands in the order: the time of the last activity, or up to a minute before. */
  readonly at: Date;
}

const JOBS = 'select * from search_jobs_of($1::int, $2::text[], $6::text, $3::int, $4::timestamptz, $5::uuid)';

export function findJobs(database: Database, search: NameSearch): Promise<JobRow[]> {
  return database.pooled.query<JobRow>(JOBS, valuesOf(search));
}

export interface PersonRow {
  readonly user_id: number;
  readonly name: string;
  readonly role: 'customer' | 'provider' | 'lsm' | 'admin';
  readonly chat_id: string;
  readonly chats: number;
  readonly at: Date;
}

const PEOPLE = 'select * from search_people_of($1::int, $2::text[], $6::text, $3::int, $4::timestamptz, $5::int)';

export function findPeople(database: Database, search: NameSearch): Promise<PersonRow[]> {
  return database.pooled.query<PersonRow>(PEOPLE, valuesOf(search));
}

function valuesOf({ userId, patterns, alike, limit, before }: NameSearch): unknown[] {
  return [userId, patterns, limit, before?.at ?? null, before?.id ?? null, alike];
}
