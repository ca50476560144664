import { Load } from './load/load.js';
import { type LatencyRun, measureLatency, measureThroughput, middleRun, type ThroughputRun } from './scenarios/throughput.js';
import { startBenchDatabase } from './targets/bench-database.js';
import type { Target } from './targets/target.js';
import { startOurs, startPlain, startRelay } from './targets/targets.js';

const PAIRS = 200;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const RATES = [500, 1000, 2000];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  const targets: Target[] = [await startRelay(), await startPlain(database, PAIRS), await startOurs(database, PAIRS)];
  const loads = new Map<Target, Load>();
  for (const target of targets) {
    const load = new Load();
    await load.connect(target.url, PAIRS);
    loads.set(target, load);
  }
  const closed = new Map<string, ThroughputRun[]>();
  const open = new Map<string, LatencyRun[]>();
  try {
    for (const [target, load] of loads) {
      say(`warming up ${target.name}`);
      await load.run({ kind: 'closed', inFlight: 4, seconds: 3 });
    }
    for (let round = 1; round <= ROUNDS; round++) {
      for (const inFlight of [1, 4]) {
        for (const [target, load] of loads) {
          const run = await measureThroughput(target, load, inFlight, SECONDS);
          closed.set(`${target.name} ${inFlight}`, [...(closed.get(`${target.name} ${inFlight}`) ?? []), run]);
          say(`round ${round}, ${inFlight} in flight, ${target.name}: ${run.perSecond}/s, server ${run.serverMs} ms/msg, database ${run.databaseMs ?? '–'} ms/msg, deliver p99 ${run.deliver.p99} ms`);
        }
      }
      for (const rate of RATES) {
        for (const [target, load] of loads) {
          const run = await measureLatency(load, rate, SECONDS);
          open.set(`${target.name} ${rate}`, [...(open.get(`${target.name} ${rate}`) ?? []), run]);
          say(`round ${round}, ${rate}/s offered, ${target.name}: ack p99 ${run.ack.p99}, deliver p50 ${run.deliver.p50} p99 ${run.deliver.p99} ms${run.held ? '' : ' (not held)'}`);
        }
      }
    }
    for (const inFlight of [1, 4]) {
      const of = (name: string) => middleRun(closed.get(`${name} ${inFlight}`) ?? []);
      const [relay, plain, ours] = [of('relay'), of('plain'), of('stm-chat')];
      say(`${inFlight} in flight: ${(ours.perSecond / relay.perSecond).toFixed(2)} × relay, ${(ours.perSecond / plain.perSecond).toFixed(2)} × plain; server CPU ${(ours.serverMs / relay.serverMs).toFixed(2)} × relay; database CPU ${((ours.databaseMs ?? 0) / (plain.databaseMs ?? 1)).toFixed(2)} × plain`);
    }
  } finally {
    for (const load of loads.values()) load.stop();
    for (const target of targets) await target.stop();
    await database.stop();
  }
}

await main();
