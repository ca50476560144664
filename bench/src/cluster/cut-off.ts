import { setTimeout as wait } from 'node:timers/promises';
import { type FaultyProxy, faultyProxy } from '@stm-chat/server/testing/faulty-proxy';
import type { RedisServer } from '@stm-chat/server/testing/redis-server';
import { Load } from '../load/load.js';
import type { LoadResult } from '../load/load-worker.js';
import { round } from '../report/latencies.js';
import { type BenchDatabase, query } from '../targets/bench-database.js';
import { startOurs, startOursOn } from '../targets/targets.js';
import type { Rate } from './way.js';

export interface CutOff {
  readonly how: string;
  /** Seconds from healing until the last message that was late was there; 0: none was. */
  readonly completeSeconds: number;
  /** Messages that came more than a second late. */
  readonly late: number;
  /** Acknowledged and not delivered, or acknowledged and not stored, or refused. */
  readonly lost: number;
}

const [BEFORE_MS, CUT_MS, AFTER_SECONDS] = [3000, 2000, 9];
const LATE_MS = 1000;

const WAYS: readonly (readonly [how: string, cut: (line: FaultyProxy, yes: boolean) => void])[] = [
  ['refused', (line, yes) => line.refuse(yes)],
  ['half-open', (line, yes) => line.swallow(yes)],
];

/** The server of those who are written to loses its line to Redis for 2 s, in the middle of the load. */
export async function measureCutOff(
  database: BenchDatabase,
  redis: RedisServer,
  { pairs, perSecond }: Rate,
  say: (line: string) => void,
): Promise<CutOff[]> {
  const line = await faultyProxy(redis.url);
  const here = await startOurs(database, pairs, 'cut_off', { REDIS_URL: redis.url });
  const there = await startOursOn(database, here.database, { REDIS_URL: line.url });
  const load = new Load();
  const measured: CutOff[] = [];
  try {
    await load.connect(here.url, pairs, there.url);
    await load.run({ kind: 'open', perSecond, seconds: 2 });
    for (const [how, cut] of WAYS) {
      const before = await stored(here.database);
      const running = load.run({ kind: 'open', perSecond, seconds: (BEFORE_MS + CUT_MS) / 1000 + AFTER_SECONDS });
      await wait(BEFORE_MS);
      cut(line, true);
      await wait(CUT_MS);
      cut(line, false);
      const healedAt = Date.now();
      const result = await running;
      const notStored = result.ackMs.length - ((await stored(here.database)) - before);
      const one = { how, ...late(result, healedAt), lost: result.lost + result.refused + Math.max(0, notStored) };
      if (one.late === 0) throw new Error(`cut off, ${how}: no message was late, so nothing was cut off`);
      say(
        `cut off, ${how}: ${one.late} messages late, complete ${one.completeSeconds} s after healing, ${one.lost} lost`,
      );
      measured.push(one);
    }
    return measured;
  } finally {
    load.stop();
    for (const target of [here, there]) await target.stop();
    await line.close();
  }
}

function late({ startedAt, deliverMs, dueMs }: LoadResult, healedAt: number): Pick<CutOff, 'completeSeconds' | 'late'> {
  const arrivals = deliverMs.flatMap((took, at) => (took > LATE_MS ? [startedAt + (dueMs[at] ?? 0) + took] : []));
  const last = Math.max(healedAt, ...arrivals);
  return { late: arrivals.length, completeSeconds: round((last - healedAt) / 1000) };
}

async function stored(url: string): Promise<number> {
  const [row] = await query<{ count: string }>(url, 'select sum(last_seq) as count from chats');
  return Number(row?.count ?? 0);
}
