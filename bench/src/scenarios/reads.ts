import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { type Quantiles, quantiles } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { chatOf, customerOf, type Target } from '../targets/target.js';

/** Messages of each chat that is filled; as in life, a chat has hundreds and the table has millions. */
const PER_CHAT = 200;

export interface ReadsAtSize {
  readonly messages: number;
  readonly list: Quantiles;
  readonly latestPage: Quantiles;
}

/**
 * Fills the table up to `messages` rows over as many chats as that takes, written round after round over all chats, so
 * that one chat's rows are scattered as they are in life. Counters are set as the append sets them.
 */
export async function fillTo(database: string, messages: number): Promise<void> {
  const chats = Math.max(1, Math.floor(messages / PER_CHAT));
  const first = 1_000_000;
  await query(
    database,
    `insert into chats (id, job_id, subject, customer_id, provider_id, created_by, last_seq, revision, n_customer, n_provider)
     select ('10000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'filled ' || n, 'filled', 1, $2 + n, 0, 0, 0, 0, 0
     from generate_series(1, $1::int) n on conflict do nothing`,
    [chats, first],
  );
  const [done] = await query<{ n: string }>(database, "select coalesce(max(last_seq), 0) as n from chats where subject = 'filled'");
  for (let seq = Number(done?.n ?? 0) + 1; seq <= Math.floor(messages / chats); seq++) {
    await query(
      database,
      `insert into messages (chat_id, seq, id, revision, sender_id, sender_type, message_type, message, created_at, n_customer, n_provider, n_lsm)
       select id, $1, gen_random_uuid(), $1, customer_id, 1, 0, repeat('some words of a message ', 4), now(), $1, 0, 0
       from chats where subject = 'filled'`,
      [seq],
    );
  }
  await query(
    database,
    "update chats set last_seq = m.n, revision = m.n, n_customer = m.n from (select $1::bigint as n) m where subject = 'filled' and last_seq < m.n",
    [Math.floor(messages / chats)],
  );
  await query(database, 'vacuum analyze');
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
    await get(`/api/chat/${chatOf(call % 50)}/messages`, latestPage);
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
    for (let more = true; more; ) {
      const [answer] = JSON.parse(await client.call('sync', { chats: [{ chatId: chatOf(0), revision }] })) as [
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
