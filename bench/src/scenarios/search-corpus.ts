import { setTimeout as wait } from 'node:timers/promises';
import { query } from '../targets/bench-database.js';

/**
 * What is searched: chats of 100 messages, each over 30 days, begun evenly over two years. A message has 4 to 20 words of
 * 50,000, taken as people use words (Zipf): the first is in every second message, the last in one of 100,000.
 */
const PER_CHAT = 100;
const DAYS = 700;
const CHAT_DAYS = 30;
const WORDS = 50_000;
const SLICE_DAYS = 10;
/** Each pair takes a lock of the database, of which there are only so many. */
const CHATS_AT_ONCE = 2000;

const NAMES = 5000;
/** In SQL: a word of a name, the first ranks much more often. */
const NAME = `translate(to_hex(4096 + floor(exp(random() * ln(${NAMES}.0::float8)) - 1)::int), '0123456789abcdef', 'aeioubdklmnprstz')`;

/** Who searches, and in which share of the chats they sit. */
export const SEARCHERS = {
  few: { userId: 11, what: '3 chats' },
  some: { userId: 12, what: '1 of 500 chats' },
  many: { userId: 13, what: '1 of 20 chats' },
  huge: { userId: 14, what: '1 of 5 chats' },
} as const;

const LETTERS = 'aeioubdklmnprstz';

/** The word of a rank, from 1: of four or five letters, so that words have beginnings in common. */
export function wordOf(rank: number): string {
  return Array.from((rank + 0xfff).toString(16), (digit) => LETTERS[Number.parseInt(digit, 16)] ?? '').join('');
}

/** Makes the chats and the people of so many messages; names are made of 5,000 words, as people have names. */
export async function fillChats(database: string, messages: number): Promise<void> {
  const chats = Math.floor(messages / PER_CHAT);
  for (let from = 1; from <= chats; from += CHATS_AT_ONCE) {
    await query(
      database,
      `with c as (
       insert into chats (id, job_id, subject, customer_id, provider_id, lsm_id, created_by, created_at,
         last_seq, revision, n_provider, last_activity_at)
       select ('10000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'job ' || n, 'job number ' || n,
         case when n % ($1 / 3 + 1) = 0 then ${SEARCHERS.few.userId} when n % 500 = 1 then ${SEARCHERS.some.userId} else 10000000 + n end,
         case when n % 20 = 2 then ${SEARCHERS.many.userId} else 20000000 + n % 5000 end,
         case when n % 5 = 3 then ${SEARCHERS.huge.userId} end, 0,
         now() - make_interval(days => ${DAYS}) + make_interval(secs => 86400.0 * ${DAYS - CHAT_DAYS} * n / $1),
         ${PER_CHAT}, ${PER_CHAT}, ${PER_CHAT},
         now() - make_interval(days => ${DAYS}) + make_interval(secs => 86400.0 * (${DAYS - CHAT_DAYS}.0 * n / $1 + ${CHAT_DAYS}))
       from generate_series($2::int, least($2::int + ${CHATS_AT_ONCE - 1}, $1::int)) n returning *)
     insert into chat_members (user_id, chat_id, role, solo)
     select customer_id, id, 1, true from c union all select provider_id, id, 2, true from c
     union all select lsm_id, id, 3, true from c where lsm_id is not null`,
      [chats, from],
    );
  }
  await query(
    database,
    `insert into users (id, name, role)
     select p.id, ${NAME} || ' ' || ${NAME}, p.role from (
       select customer_id as id, 'customer' as role from chats union
       select provider_id, 'provider' from chats union
       select lsm_id, 'lsm' from chats where lsm_id is not null) p
     on conflict do nothing`,
  );
  await query(database, 'vacuum analyze');
}

/**
 * Fills the tables with `messages` messages, as the append leaves them, and with what they are found by, as the follower does.
 * @returns seconds for the index of the search
 */
export async function fillCorpus(database: string, messages: number, say: (line: string) => void): Promise<number> {
  // The server's own reading of what was there before it would get in the way: it finds nothing yet.
  while ((await query(database, 'select from search_progress where done')).length === 0) await wait(100);
  await fillChats(database, messages);
  say('chats and people are there');
  await query(database, 'drop index messages_other_id; drop index search_messages_words');
  await query(database, DICTIONARY);
  // In the order in which they were sent, as in life: the rows of one chat are scattered.
  let day = 0;
  const worker = async () => {
    while (day < DAYS) {
      const from = day;
      day += SLICE_DAYS;
      await query(database, MESSAGES, [from, from + SLICE_DAYS]);
      if (from % 100 === 0) say(`messages up to day ${from} of ${DAYS}`);
    }
  };
  await Promise.all([worker(), worker()]);
  await query(database, KNOWN);
  say('messages are there');
  await query(
    database,
    'create unique index messages_other_id on messages (chat_id, id) where not id_holds_seq(id, seq)',
  );
  const started = performance.now();
  await query(
    database,
    `set maintenance_work_mem = '1GB'; create index search_messages_words on search_messages using gin (words, keys)
       with (fastupdate = on, gin_pending_list_limit = 256)`,
  );
  const took = (performance.now() - started) / 1000;
  await query(database, 'vacuum analyze');
  return took;
}

/** The words with what each may come from: made once, as a message's words take most of its time. */
const DICTIONARY = `
  create table bench_words as
    select word, array_remove(word || search_stems_of(word), '') as lexemes
    from generate_series(0, ${WORDS}) n
    cross join lateral translate(to_hex(4096 + n), '0123456789abcdef', '${LETTERS}') word;
  create index on bench_words (word) include (lexemes);
  insert into search_words select word from bench_words;
  analyze bench_words`;

const MESSAGES = `
  with sent as (
    insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, message, created_at,
      n_customer, n_provider, n_lsm)
    select c.id, s, gen_random_uuid(), s, c.provider_id, 2, 0,
      (select string_agg(translate(to_hex(4096 + floor(exp(random() * ln(${WORDS}.0::float8)) - 1)::int + 0 * g), '0123456789abcdef', '${LETTERS}'), ' ')
         from generate_series(1, 4 + (random() * 16)::int + 0 * s) g), x.at, 0, s, 0
    from chats c
    cross join generate_series(1, ${PER_CHAT}) s
    cross join lateral (select c.created_at + make_interval(secs => 86400.0 * ${CHAT_DAYS} * (s - random()) / ${PER_CHAT}) as at) x
    where c.subject like 'job number %'
      and c.created_at < now() - make_interval(days => ${DAYS}) + make_interval(days => $2::int)
      and c.created_at + make_interval(days => ${CHAT_DAYS}) >= now() - make_interval(days => ${DAYS}) + make_interval(days => $1::int)
      and c.created_at + make_interval(secs => 86400.0 * ${CHAT_DAYS} * s / ${PER_CHAT}) >= now() - make_interval(days => ${DAYS}) + make_interval(days => $1::int)
      and c.created_at + make_interval(secs => 86400.0 * ${CHAT_DAYS} * s / ${PER_CHAT}) < now() - make_interval(days => ${DAYS}) + make_interval(days => $2::int)
    order by x.at
    returning chat_id, seq, revision, message, created_at
  )
  insert into search_messages (chat_id, seq, revision, at, has, keys, words)
  select s.chat_id, s.seq, s.revision, s.created_at, 0,
    search_keys(array[c.customer_id, c.provider_id, c.lsm_id], s.created_at),
    array_to_tsvector(array(
      select l from unnest(string_to_array(s.message, ' ')) w join bench_words b on b.word = w
      cross join lateral unnest(b.lexemes) l))
  from sent s join chats c on c.id = s.chat_id`;

const KNOWN = `
  insert into search_users (user_id, first_day, last_day)
    select u, min(search_day(s.at)), max(search_day(s.at))
    from search_messages s join chats c on c.id = s.chat_id
    cross join lateral unnest(array[c.customer_id, c.provider_id, c.lsm_id]) u where u is not null group by u;
  update search_progress set done = true;
  drop table bench_words`;

/**
 * What another 20,000 messages cost once the index is there: milliseconds of each.
 * @throws when the server's own indexer finds anything but what the fill put there
 */
export async function indexAgain(database: string): Promise<number> {
  const chats = await query<{ id: string }>(
    database,
    "select id from chats where subject like 'job number %' order by md5(id::text) limit 200",
  );
  const ids = chats.map(({ id }) => id);
  await query(
    database,
    `drop table if exists bench_before;
     create table bench_before as select * from search_messages limit 0`,
  );
  await query(database, 'insert into bench_before select * from search_messages where chat_id = any($1::uuid[])', [
    ids,
  ]);
  await query(database, 'delete from search_messages where chat_id = any($1::uuid[])', [ids]);
  const started = performance.now();
  for (let at = 0; at < ids.length; at += 10) {
    await query(
      database,
      `select index_messages($1::uuid[], array_fill(1::bigint, array[cardinality($1::uuid[])]), array_fill(${PER_CHAT}::bigint, array[cardinality($1::uuid[])]))`,
      [ids.slice(at, at + 10)],
    );
  }
  const took = (performance.now() - started) / (ids.length * PER_CHAT);
  const differing = await query(
    database,
    `select from bench_before b full join (select * from search_messages where chat_id = any($1::uuid[])) s using (chat_id, seq)
     where (b.revision, b.at, b.has, array(select unnest(b.keys) order by 1), b.words)
       is distinct from (s.revision, s.at, s.has, array(select unnest(s.keys) order by 1), s.words)`,
    [ids],
  );
  if (differing.length > 0)
    throw new Error(`${differing.length} messages are found by something else than the fill says`);
  return took;
}
