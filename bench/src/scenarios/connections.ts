import { setTimeout as wait } from 'node:timers/promises';
import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { median, round } from '../report/latencies.js';
import type { Named } from '../report/report.js';
import type { BenchDatabase } from '../targets/bench-database.js';
import { LiveMemory } from '../targets/live-memory.js';
import { residentBytes } from '../targets/processes.js';
import { customerOf, type Target } from '../targets/target.js';
import { startOurs, startRelay } from '../targets/targets.js';
import { rate } from './database-alone.js';
import type { Lengths } from './side-by-side.js';

/** Connects at the same time; more would measure the queue. */
const PARALLEL = 64;
/** After connections came or went, what is done about that has been done. */
const SETTLED_MS = 3000;

export interface IdleMemory {
  readonly connections: number;
  /** Bytes that live in the server after a collection, per connection, above those without one. */
  readonly liveEach: number;
  /** By how much its resident memory grew meanwhile, per connection. */
  readonly residentEach: number;
}

/** The bare relay and this server. Connects are interleaved. @param steps numbers of idle connections */
export async function compareConnections(
  database: BenchDatabase,
  { pairs, rounds, seconds }: Lengths,
  steps: readonly number[],
  say: (line: string) => void,
): Promise<{ connectsPerSecond: Named<number>; idleMemory: Named<readonly IdleMemory[]> }> {
  const memory = new LiveMemory();
  const targets: Target[] = [await startRelay(memory.env), await startOurs(database, pairs, 'connections', memory.env)];
  try {
    const idleMemory: Record<string, readonly IdleMemory[]> = {};
    for (const target of targets) {
      await measureConnects(target, 1);
      idleMemory[target.name] = await measureIdleMemory(target, memory, steps, pairs);
      say(`${target.name}: ${steps.at(-1)} idle connections measured`);
    }
    const rates = new Map<string, number[]>();
    for (let turn = 0; turn < rounds; turn++) {
      for (const target of targets) {
        const rate = await measureConnects(target, seconds);
        rates.set(target.name, [...(rates.get(target.name) ?? []), rate]);
      }
    }
    const connectsPerSecond = Object.fromEntries([...rates].map(([name, all]) => [name, median(all)]));
    return { connectsPerSecond, idleMemory };
  } finally {
    for (const target of targets) await target.stop();
    memory.end();
  }
}

/** Authenticated connects per second, each closed as soon as it is in. */
async function measureConnects(target: Target, seconds: number): Promise<number> {
  const token = await signToken(customerOf(0), 'customer');
  const perSecond = await rate(PARALLEL, seconds, async () => (await WireClient.connect(target.url, token)).close());
  return round(perSecond, 0);
}

/**
 * Memory of connections that do nothing, at each of these numbers, after as many as the first of them have come and gone:
 * what a server makes once is not theirs. @param memory whose `env` the target was started with @param users how many
 * users they belong to
 */
export async function measureIdleMemory(
  target: Target,
  memory: LiveMemory,
  steps: readonly number[],
  users: number,
): Promise<IdleMemory[]> {
  const tokens = await Promise.all(Array.from({ length: users }, (_, user) => signToken(customerOf(user), 'customer')));
  const clients: WireClient[] = [];
  const reach = async (connections: number) => {
    while (clients.length < connections) {
      const from = clients.length;
      const more = Math.min(PARALLEL, connections - from);
      const connect = (_: unknown, n: number) => WireClient.connect(target.url, tokens[(from + n) % users] ?? '');
      clients.push(...(await Promise.all(Array.from({ length: more }, connect))));
    }
  };
  const leave = async () => {
    for (const client of clients.splice(0)) client.close();
    await wait(SETTLED_MS);
  };
  const read = async () => ({ live: await memory.read(target.pid), resident: residentBytes(target.pid) });
  await reach(steps[0] ?? 0);
  await leave();
  const empty = await read();
  const measured: IdleMemory[] = [];
  for (const connections of steps) {
    await reach(connections);
    await wait(SETTLED_MS);
    const { live, resident } = await read();
    const each = (bytes: number) => round(bytes / connections, 0);
    const residentEach = each(resident - empty.resident);
    measured.push({ connections, liveEach: each(live - empty.live), residentEach });
  }
  await leave();
  return measured;
}
