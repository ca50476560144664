import type { Database } from '../../database/database.js';
import type { MessageRange } from '../feed/feed.api.js';
import type { PageFacts } from './page-facts.rules.js';

export interface LinkingMessage {
  readonly chat_id: string;
  readonly seq: number;
  readonly sender_id: number;
  readonly message: string;
}

// Without what the pattern of link-finder.rules.ts begins with there is no link: most messages stay where they are.
const LINKING = `
  select m.chat_id, m.seq, m.sender_id, m.message
  from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as r (chat_id, first, last)
  cross join lateral (
    select * from messages t where t.chat_id = r.chat_id and t.seq between r.first and r.last offset 0
  ) m
  where m.sender_type <> 0 and m.message ~* 'https?://|www\\.'`;

/** Of these messages, people's that may have a link in them. */
export function findLinking(database: Database, ranges: readonly MessageRange[]): Promise<LinkingMessage[]> {
  return database.realtime.query<LinkingMessage>(LINKING, [
    ranges.map(({ chatId }) => chatId),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
  ]);
}

const FIND = `
  select p.found from link_pages p where p.url = $1
    and p.fetched_at > clock_timestamp() - case when p.found is null then interval '1 hour' else interval '1 day' end`;

/** What is known of a page; null: that it says nothing. Undefined when it was not asked lately. */
export async function findPage(database: Database, url: string): Promise<PageFacts | null | undefined> {
  const [row] = await database.realtime.query<{ found: PageFacts | null }>(FIND, [url]);
  return row?.found;
}

const ASKED = `
  select count(*)::int as asked from link_pages
  where asked_by = $1::int and fetched_at > clock_timestamp() - interval '1 hour'`;

/** Whether fewer pages than `most` were fetched within an hour for what this user wrote. */
export async function mayAsk(database: Database, userId: number, most: number): Promise<boolean> {
  const [row] = await database.realtime.query<{ asked: number }>(ASKED, [userId]);
  return (row?.asked ?? 0) < most;
}

export interface KeptPage {
  readonly url: string;
  readonly facts: PageFacts | null;
  readonly senderId: number;
}

const KEEP = `
  with old as (
    delete from link_pages where url in (
      select url from link_pages where fetched_at < clock_timestamp() - interval '7 days' and url <> $1 limit 100 for update skip locked)
  )
  insert into link_pages as p (url, found, asked_by) values ($1, $2::jsonb, $3::int)
    on conflict (url) do update set found = excluded.found, asked_by = excluded.asked_by, fetched_at = clock_timestamp()`;

export async function keepPage(database: Database, { url, facts, senderId }: KeptPage): Promise<void> {
  await database.realtime.query(KEEP, [url, facts === null ? null : JSON.stringify(facts), senderId]);
}
