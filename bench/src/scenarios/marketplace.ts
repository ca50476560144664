import { Load } from '../load/load.js';
import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import type { BenchDatabase } from '../targets/bench-database.js';
import { query } from '../targets/bench-database.js';
import { cpuSeconds, PostgresMeter, residentBytes } from '../targets/processes.js';
import { customerOf, type Target } from '../targets/target.js';
import { startOurs } from '../targets/targets.js';

/** Pairs that write; everybody else is connected and reads nothing. */
const PAIRS = 50;
const PARALLEL = 32;
const PER_ADDRESS = 5000;
const OFFLINE_MS = 15_000;

/** Many messages share batches, transactions and wake-ups, so that each of them costs less. */
export interface MessageCost {
  readonly perSecond: number;
  readonly server: number;
  /** For its statements. */
  readonly database: number;
}

/** What one server and its database spend, in CPU seconds per second, and bytes. */
export interface UnitCosts {
  readonly serverPerConnection: number;
  readonly databasePerConnection: number;
  readonly bytesPerConnection: number;
  /** CPU seconds of a message, with all that follows of it (notifications, search, jobs, lists of chats), where few and where many are sent. */
  readonly calm: MessageCost;
  readonly busy: MessageCost;
  /** CPU seconds that PostgreSQL spends on itself for a message: of all that were sent, as it comes later and in bursts. */
  readonly upkeepPerMessage: number;
  readonly walBytesPerMessage: number;
  readonly diskBytesPerMessage: number;
}

export interface Simulated {
  readonly users: number;
  readonly messagesPerSecond: number;
  readonly predicted: Cpu;
  readonly measured: Cpu;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly lost: number;
}

export interface MarketplaceOptions {
  readonly users: number;
  readonly seconds: number;
  /** At which messages are measured, and at which the marketplace is simulated. */
  readonly measuredRate: number;
  readonly simulatedRate: number;
}

/** CPU seconds, or those of a second: cores. */
export interface Cpu {
  readonly server: number;
  /** PostgreSQL, for statements. */
  readonly database: number;
  /** PostgreSQL, for itself: autovacuum comes once a minute, and works off what was written in the minute before. */
  readonly upkeep: number;
}

/**
 * Measures what a connection costs that does nothing, and what a message costs, each alone; then lets a small marketplace
 * live, in which both happen at once, and compares what it costs with their sum, at the same rate. That is what the
 * arithmetic for large ones rests on.
 */
export async function measureMarketplace(
  database: BenchDatabase,
  { users, seconds, measuredRate, simulatedRate }: MarketplaceOptions,
  say: (line: string) => void,
): Promise<{ costs: UnitCosts; simulated: Simulated }> {
  const target = await startOurs(database, Math.max(PAIRS, Math.ceil(users / 2)), 'scale', {
    // The load generator shares the machine: being late is no reason to refuse here.
    LIMIT_LOOP_LAG: '0',
  });
  const measured: Measured = { target, postgres: new PostgresMeter(database.pid) };
  const load = new Load();
  try {
    await load.connect(target.url, PAIRS);
    await load.run({ kind: 'open', perSecond: 50, seconds: 3 });
    await settled(target);
    const empty = await spending(measured, seconds);
    say('what the server spends without anybody is known');

    // Before anything else: a heap that has been at work hides what connections take.
    const memory = residentBytes(target.pid);
    let idlers = await connectIdle(target, users, Math.ceil(users / 2));
    await settled(target);
    const bytesPerConnection = (residentBytes(target.pid) - memory) / users;
    const idle = await spending(measured, seconds);
    say(`${users} connections did nothing`);
    for (const idler of idlers) idler.close();
    // Ten seconds later they are offline, and that is written down.
    await new Promise((resume) => setTimeout(resume, OFFLINE_MS));

    // Who writes has two more devices, on which the chat is in the list and not open: each message moves it up there, which
    // is read from the database. Among those who do nothing later, they are too.
    const lists = await connectIdle(target, 2 * PAIRS, PAIRS);
    await settled(target);
    const upkeepBefore = cpu(measured).upkeep;
    const sendAt = (perSecond: number) => () => load.run({ kind: 'open', perSecond, seconds });
    const before = await diskOf(target);
    const busy = await spending(measured, seconds, sendAt(measuredRate), true);
    const after = await diskOf(target);
    const messages = measuredRate * seconds;
    say(`${messages} messages were sent, found and notified of`);
    // After those: what was written shortly before and is not vacuumed yet is in the way of every statement.
    const calm = await spending(measured, seconds, sendAt(simulatedRate), true);
    say(`${simulatedRate} messages a second were sent, found and notified of`);

    for (const list of lists) list.close();
    idlers = await connectIdle(target, users, Math.ceil(users / 2));
    await settled(target);

    const each = (part: 'server' | 'database', spent: Cpu, by: number) => Math.max(0, (spent[part] - empty[part]) / by);
    const messageCost = (spent: Cpu & { readonly seconds: number }, perSecond: number): MessageCost => {
      const of = (part: 'server' | 'database') => (each(part, spent, 1) * spent.seconds) / (perSecond * seconds);
      return { perSecond, server: of('server'), database: of('database') };
    };
    const result: { load?: Awaited<ReturnType<Load['run']>> } = {};
    const lived = await spending(
      measured,
      seconds,
      async () => (result.load = await load.run({ kind: 'open', perSecond: simulatedRate, seconds })),
      true,
    );
    const sent = messages + 2 * simulatedRate * seconds;
    const costs: UnitCosts = {
      serverPerConnection: each('server', idle, users),
      databasePerConnection: each('database', idle, users),
      bytesPerConnection,
      calm: messageCost(calm, simulatedRate),
      busy: messageCost(busy, measuredRate),
      upkeepPerMessage: (cpu(measured).upkeep - upkeepBefore) / sent,
      walBytesPerMessage: (after.wal - before.wal) / messages,
      diskBytesPerMessage: (after.disk - before.disk) / messages,
    };
    for (const idler of idlers) idler.close();
    const acks = (result.load?.ackMs ?? []).toSorted((a, b) => a - b);
    const at = (share: number) => acks[Math.min(acks.length - 1, Math.floor(acks.length * share))] ?? 0;
    const rate = (simulatedRate * seconds) / lived.seconds;
    return {
      costs,
      simulated: {
        users: users + 2 * PAIRS,
        messagesPerSecond: rate,
        predicted: {
          server: empty.server + costs.serverPerConnection * users + costs.calm.server * rate,
          database: empty.database + costs.databasePerConnection * users + costs.calm.database * rate,
          upkeep: costs.upkeepPerMessage * rate,
        },
        measured: lived,
        ackP50Ms: at(0.5),
        ackP99Ms: at(0.99),
        lost: result.load?.lost ?? 0,
      },
    };
  } finally {
    load.stop();
    await target.stop();
  }
}

interface Measured {
  readonly target: Target;
  readonly postgres: PostgresMeter;
}

/** CPU seconds per second while something goes on. @param toTheEnd also until what follows of it is done */
async function spending(
  measured: Measured,
  seconds: number,
  work: () => Promise<unknown> = () => new Promise((resume) => setTimeout(resume, seconds * 1000)),
  toTheEnd = false,
): Promise<Cpu & { readonly seconds: number }> {
  const from = cpu(measured);
  const began = performance.now();
  await work();
  if (toTheEnd) await settled(measured.target);
  const took = (performance.now() - began) / 1000;
  const to = cpu(measured);
  const of = (part: keyof Cpu) => (to[part] - from[part]) / took;
  return { server: of('server'), database: of('database'), upkeep: of('upkeep'), seconds: took };
}

function cpu({ target, postgres }: Measured): Cpu {
  const { statements, upkeep } = postgres.read();
  return { server: cpuSeconds(target.pid, false), database: statements, upkeep };
}

/** Until every follower has passed what was sent. */
async function settled(target: Target): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const [row] = await query<{ behind: boolean }>(
      target.database ?? '',
      'select exists (select from feed_followers m join feed e on (e.xid, e.id) > (m.xid, m.id)) as behind',
    );
    if (row?.behind === false) return;
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

async function diskOf(target: Target): Promise<{ wal: number; disk: number }> {
  const [row] = await query<{ wal: string; disk: string }>(
    target.database ?? '',
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal, pg_database_size(current_database()) as disk",
  );
  return { wal: Number(row?.wal), disk: Number(row?.disk) };
}

/** Connections of the first so many customers, in turn; none of them has a chat open. */
async function connectIdle(target: Target, connections: number, customers: number): Promise<WireClient[]> {
  const clients: WireClient[] = [];
  while (clients.length < connections) {
    const from = clients.length;
    const more = Math.min(PARALLEL, connections - from);
    clients.push(
      ...(await Promise.all(
        Array.from({ length: more }, async (_, n) => {
          const token = await signToken(customerOf((from + n) % customers), 'customer');
          return WireClient.connect(target.url, token, {
            localAddress: `127.0.0.${1 + Math.floor((from + n) / PER_ADDRESS)}`,
          });
        }),
      )),
    );
  }
  return clients;
}
