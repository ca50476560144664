import { Load } from '../load/load.js';
import type { BenchDatabase } from '../targets/bench-database.js';
import { fromAfar } from '../targets/distant-database.js';
import { startOurs } from '../targets/targets.js';
import { measureThroughput, type ThroughputRun } from './throughput.js';

export interface AtDistance {
  readonly roundTripMs: number;
  /** With one message in flight for each sender, and with four. */
  readonly runs: readonly ThroughputRun[];
}

/** Messages per second with a database on this machine, in the next building, and in the next town. */
export async function measureDistances(
  database: BenchDatabase,
  pairs: number,
  seconds: number,
  say: (line: string) => void,
): Promise<AtDistance[]> {
  const measured: AtDistance[] = [];
  for (const roundTripMs of [0, 2, 6]) measured.push(await measureAt(roundTripMs));
  return measured;

  async function measureAt(roundTripMs: number): Promise<AtDistance> {
    const name = `distance${roundTripMs}`;
    const away = await fromAfar(await database.create(name), roundTripMs);
    const target = await startOurs(database, pairs, name, roundTripMs === 0 ? {} : { DATABASE_URL: away.url });
    const load = new Load();
    try {
      await load.connect(target.url, pairs);
      await load.run({ kind: 'closed', inFlight: 1, seconds: 2 });
      const runs = [];
      for (const inFlight of [1, 4]) {
        const run = await measureThroughput(target, load, inFlight, seconds);
        say(`database ${roundTripMs} ms away, ${inFlight} in flight: ${run.perSecond}/s`);
        runs.push(run);
      }
      return { roundTripMs, runs };
    } finally {
      load.stop();
      await target.stop();
      away.close();
    }
  }
}
