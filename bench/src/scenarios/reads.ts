import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { type Quantiles, quantiles } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { customerOf, type Target } from '../targets/target.js';
import { writeKernelCache } from './catching-up.js';

/** Messages of each chat that is filled; as in life, a chat has hundreds and the table has millions. */
const PER_CHAT = 200;
/** The first of the filled chats are those of the user who reads. */
const MINE = 50;
const CHATS_AT_ONCE = 2000;
const filledChat = (number: number): string => `10000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const SYNC_CHAT = '20000000-0000-7000-8000-000000000001';

export interface ReadsAtSize {
  readonly messages: number;
  readonly list: Quantiles;
  readonly latestPage: Quantiles;
}

/**
 * Fills the table up to `messages` rows over as many chats as that takes, written round after round over all chats, so
 * that one chat's rows are scattered as they are in life. Counters are set as the append sets them. The indexes beside
 * the key are made anew afterwards, which takes a third of the time.
 */
export async function fillTo(database: string, messages: number): Promise<void> {
  const chats = Math.floor(messages / PER_CHAT);
  await addChats(database, chats);
  const indexes = await query<{ name: string; definition: string }>(
    database,
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = 'messages'::regclass and not indisprimary`,
  );
  for (const { name } of indexes) await query(database, `drop index ${name}`);
  await addMessages(database, 'filled', PER_CHAT);
  for (const { definition } of indexes) await query(database, definition);
  await setCounters(database, 'filled', PER_CHAT);
  await query(database, 'vacuum analyze');
  await writeOut(database);
}

/** Gigabytes of a fill would else be written for minutes, by PostgreSQL and then by the kernel, beside what is measured. */
async function writeOut(database: string): Promise<void> {
  await query(database, 'checkpoint');
  await writeKernelCache();
}

/** A chat of the user who reads, with 1,000 messages. */
export async function fillSyncChat(database: string): Promise<void> {
  await query(
    database,
    `insert into chats (id, job_id, subject, customer_id, provider_id, created_by) values ($1, 'sync', 'sync', 1, 999999, 0)`,
    [SYNC_CHAT],
  );
  await query(database, 'insert into chat_members (user_id, chat_id, role, solo) values (1, $1, 1, true)', [SYNC_CHAT]);
  await addMessages(database, 'sync', 1000);
  await setCounters(database, 'sync', 1000);
  // Written at once, it would be read by plans for an empty table.
  await query(database, 'vacuum analyze');
}

/** In portions: each chat and seat takes a lock, and a transaction has room for some ten thousand of them. */
async function addChats(database: string, chats: number): Promise<void> {
  for (let from = 1; from <= chats; from += CHATS_AT_ONCE) {
    await addSomeChats(database, from, Math.min(chats, from + CHATS_AT_ONCE - 1));
  }
}

async function addSomeChats(database: string, from: number, to: number): Promise<void> {
  await query(
    database,
    `with c as (
       insert into chats (id, job_id, subject, customer_id, provider_id, created_by)
       select ('10000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'filled ' || n, 'filled',
              case when n <= ${MINE} then 1 else 1000000 + n end, 500000000 + n, 0
       from generate_series($1::int, $2::int) n on conflict do nothing returning id, customer_id, provider_id)
     insert into chat_members (user_id, chat_id, role, solo)
     select customer_id, id, 1, true from c union all select provider_id, id, 2, true from c`,
    [from, to],
  );
}

/** All messages of the chats that have none yet, one round after the other. */
async function addMessages(database: string, subject: string, each: number): Promise<void> {
  await query(
    database,
    `insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, message, created_at, n_customer, n_provider, n_lsm)
     select c.id, n, gen_random_uuid(), n, c.provider_id, 2, 0, repeat('some words of a message ', 4), now(), 0, n, 0
     from generate_series(1, $2::int) n
     cross join lateral (select id, provider_id from chats where subject = $1 and last_seq = 0 and n > 0 offset 0) c`,
    [subject, each],
  );
}

async function setCounters(database: string, subject: string, last: number): Promise<void> {
  await query(
    database,
    'update chats set last_seq = $2::int, revision = $2::int, n_provider = $2::int where subject = $1 and last_seq < $2::int',
    [subject, last],
  );
}

/** The chat list and the latest page of random chats, one call after the other, over REST. */
export async function measureReads(target: Target, messages: number, calls: number): Promise<ReadsAtSize> {
  const token = await signToken(customerOf(0), 'customer');
  const list: number[] = [];
  const latestPage: number[] = [];
  const get = async (path: string, into: number[]): Promise<void> => {
    const started = performance.now();
    const answer = await fetch(target.url + path, { headers: { Authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    into.push(performance.now() - started);
  };
  for (let call = 0; call < calls; call++) {
    await get('/api/chat?limit=50', list);
    await get(`/api/chat/${filledChat(1 + (call % MINE))}/messages`, latestPage);
  }
  return { messages, list: quantiles(list), latestPage: quantiles(latestPage) };
}

/** All pages of 1,000 missed messages, over a socket, as the SDK asks for them. */
export async function measureSync(target: Target, calls: number): Promise<Quantiles> {
  const client = await WireClient.connect(target.url, await signToken(customerOf(0), 'customer'));
  const took: number[] = [];
  for (let call = 0; call < calls; call++) {
    const started = performance.now();
    let revision = 0;
    let messages = 0;
    for (let more = true; more;) {
      const [answer] = JSON.parse(await client.call('sync', { chats: [{ chatId: SYNC_CHAT, revision }] })) as [
        { chats: [{ revision: number; more: boolean; messages: unknown[] }] },
      ];
      const [page] = answer.chats;
      messages += page.messages.length;
      ({ revision, more } = page);
    }
    if (messages !== 1000) throw new Error(`${messages} messages came instead of 1,000`);
    took.push(performance.now() - started);
  }
  client.close();
  return quantiles(took);
}
