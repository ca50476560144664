import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { median, round } from '../report/latencies.js';
import type { Named } from '../report/report.js';
import type { BenchDatabase } from '../targets/bench-database.js';
import { residentBytes } from '../targets/processes.js';
import { customerOf, type Target } from '../targets/target.js';
import { startOurs, startRelay } from '../targets/targets.js';
import { rate } from './database-alone.js';
import type { Lengths } from './side-by-side.js';

/** Connects at the same time; more would measure the queue. */
const PARALLEL = 64;

export interface IdleMemory {
  readonly connections: number;
  /** Resident bytes of the server per connection, above the empty server. */
  readonly bytesEach: number;
}

/**
 * The bare relay and this server, both just started: a heap that has been at work hides what connections take. Connects
 * are interleaved. @param steps numbers of idle connections
 */
export async function compareConnections(
  database: BenchDatabase,
  { pairs, rounds, seconds }: Lengths,
  steps: readonly number[],
  say: (line: string) => void,
): Promise<{ connectsPerSecond: Named<number>; idleMemory: Named<readonly IdleMemory[]> }> {
  const targets: Target[] = [await startRelay(), await startOurs(database, pairs, 'connections')];
  try {
    const idleMemory: Record<string, readonly IdleMemory[]> = {};
    for (const target of targets) {
      await measureConnects(target, 1);
      idleMemory[target.name] = await measureIdleMemory(target, steps, pairs);
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
  }
}

/** Authenticated connects per second, each closed as soon as it is in. */
async function measureConnects(target: Target, seconds: number): Promise<number> {
  const token = await signToken(customerOf(0), 'customer');
  const perSecond = await rate(PARALLEL, seconds, async () => (await WireClient.connect(target.url, token)).close());
  return round(perSecond, 0);
}

/** Memory of connections that do nothing, at each of these numbers. @param users how many users they belong to */
export async function measureIdleMemory(
  target: Target,
  steps: readonly number[],
  users: number,
): Promise<IdleMemory[]> {
  const tokens = await Promise.all(Array.from({ length: users }, (_, user) => signToken(customerOf(user), 'customer')));
  const clients: WireClient[] = [];
  const empty = await steadyMemory(target.pid);
  const measured: IdleMemory[] = [];
  for (const connections of steps) {
    while (clients.length < connections) {
      const from = clients.length;
      const more = Math.min(PARALLEL, connections - from);
      clients.push(
        ...(await Promise.all(
          Array.from({ length: more }, (_, n) => WireClient.connect(target.url, tokens[(from + n) % users] ?? '')),
        )),
      );
    }
    measured.push({ connections, bytesEach: round(((await steadyMemory(target.pid)) - empty) / connections, 0) });
  }
  for (const client of clients) client.close();
  return measured;
}

/** The least of some readings a second apart: garbage comes and goes. */
async function steadyMemory(pid: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < 5; reading++) {
    await new Promise((resume) => setTimeout(resume, 1000));
    least = Math.min(least, residentBytes(pid));
  }
  return least;
}
