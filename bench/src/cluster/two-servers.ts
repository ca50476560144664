import type { RedisServer } from '@stm-chat/server/testing/redis-server';
import { measureIdleMemory } from '../scenarios/connections.js';
import type { BenchDatabase } from '../targets/bench-database.js';
import { LiveMemory } from '../targets/live-memory.js';
import { startOurs, startOursOn } from '../targets/targets.js';
import { interleaved, type Measured, type Rate } from './way.js';

/** Counted for every message as in production, where it is counted in Redis; nobody here comes to its end. */
const COUNTED = { LIMIT_SEND: '1000,500/s' };
const IDLE = 6000;

export const [ALONE, BOTH_HERE, ONE_AT_EACH] = [
  'one server, without Redis',
  'two servers, both people at one',
  'two servers, one person at each',
] as const;

/** Two of this server over Redis, and one alone. */
export async function measureTwoServers(
  database: BenchDatabase,
  redis: RedisServer,
  rate: Rate,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Measured>> {
  const alone = await startOurs(database, rate.pairs, 'alone', COUNTED);
  const env = { ...COUNTED, REDIS_URL: redis.url };
  const here = await startOurs(database, rate.pairs, 'pair', env);
  const there = await startOursOn(database, here.database, env);
  try {
    const ways = [
      { title: ALONE, from: alone, to: alone },
      { title: BOTH_HERE, from: here, to: here },
      { title: ONE_AT_EACH, from: here, to: there },
    ];
    return await interleaved(ways, redis.pid, rate, say);
  } finally {
    for (const target of [alone, here, there]) await target.stop();
  }
}

/** What a connection that does nothing takes at a server that tells another one of it, and what at that other one. */
export async function measureConnection(
  database: BenchDatabase,
  redis: RedisServer,
  say: (line: string) => void,
): Promise<number> {
  const memory = new LiveMemory();
  const here = await startOurs(database, IDLE, 'memory', { REDIS_URL: redis.url, ...memory.env });
  const there = await startOursOn(database, here.database, { REDIS_URL: redis.url });
  try {
    const [measured] = await measureIdleMemory(here, memory, [IDLE], IDLE);
    say(`${IDLE} connections: ${measured?.residentEach} bytes each`);
    return measured?.residentEach ?? Number.NaN;
  } finally {
    await here.stop();
    await there.stop();
    memory.end();
  }
}
