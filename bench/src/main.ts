import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { Load } from './load/load.js';
import { type Named, type Report, toMarkdown } from './report/report.js';
import { measureConnects, measureIdleMemory } from './scenarios/connections.js';
import { measureDatabaseAlone } from './scenarios/database-alone.js';
import { fillSyncChat, fillTo, measureReads, measureSync } from './scenarios/reads.js';
import { measureStorm } from './scenarios/storm.js';
import {
  measureLatency,
  measureThroughput,
  middleRun,
  type LatencyRun,
  type ThroughputRun,
} from './scenarios/throughput.js';
import { type BenchDatabase, startBenchDatabase } from './targets/bench-database.js';
import type { Target } from './targets/target.js';
import { startOurs, startPlain, startRelay } from './targets/targets.js';

/**
 * `npm run bench`: everything side by side in one run on one machine.
 * `-- --only throughput,latency,overload,connections,reads,storm` picks parts, `--quick` makes each short,
 * `--out folder` keeps the table and the JSON.
 */
const PAIRS = 200;
const RATES = [500, 1000, 2000];
const PARTS = ['throughput', 'latency', 'overload', 'connections', 'reads', 'storm'] as const;

const flags = process.argv.slice(2);
const valueOf = (flag: string): string | undefined =>
  flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined;
const quick = flags.includes('--quick');
const parts = new Set(valueOf('--only')?.split(',') ?? PARTS);
const rounds = quick ? 1 : 3;
const seconds = quick ? 3 : 6;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  for (const part of parts)
    if (!PARTS.some((known) => known === part)) throw new Error(`${part}: is none of ${PARTS.join(', ')}`);
  const database = await startBenchDatabase();
  try {
    const report: Report = {
      ...(await sideBySide(database)),
      ...(await alone(database)),
      machine: machine(),
      date: new Date().toISOString(),
    };
    const markdown = toMarkdown(report);
    process.stdout.write(`${markdown}\n`);
    const out = valueOf('--out');
    if (out === undefined) return;
    await mkdir(out, { recursive: true });
    await writeFile(`${out}/bench.md`, `${markdown}\n`);
    await writeFile(`${out}/bench.json`, `${JSON.stringify(report, null, 1)}\n`);
  } finally {
    await database.stop();
  }
}

/** What is compared with the relay and the plain design, interleaved. */
async function sideBySide(database: BenchDatabase): Promise<Partial<Report>> {
  const targets = [await startRelay(), await startPlain(database, PAIRS), await startOurs(database, PAIRS)];
  try {
    return {
      ...(parts.has('throughput') || parts.has('latency') || parts.has('overload') ? await underLoad(targets) : {}),
      ...(parts.has('throughput')
        ? { databaseAlone: await measureDatabaseAlone(await database.create('alone'), seconds) }
        : {}),
      ...(parts.has('connections') ? await connections(targets) : {}),
    };
  } finally {
    for (const target of targets) await target.stop();
  }
}

async function underLoad(targets: readonly Target[]): Promise<Partial<Report>> {
  const loads = new Map<Target, Load>();
  const throughput = new Map<string, Map<number, ThroughputRun[]>>();
  const latency = new Map<string, LatencyRun[]>();
  let overload: Named<LatencyRun> = {};
  try {
    for (const target of targets) {
      const load = new Load();
      await load.connect(target.url, PAIRS);
      loads.set(target, load);
      say(`warming up ${target.title}`);
      await load.run({ kind: 'closed', inFlight: 4, seconds: 3 });
    }
    for (let round = 1; round <= rounds && parts.has('throughput'); round++) {
      for (const inFlight of [1, 4]) {
        for (const [target, load] of loads) {
          const run = await measureThroughput(target, load, inFlight, seconds);
          say(
            `round ${round}: ${target.name}, ${inFlight} in flight: ${run.perSecond}/s, server ${run.serverMs} ms/msg`,
          );
          const mine = throughput.get(target.name) ?? new Map<number, ThroughputRun[]>();
          throughput.set(target.name, mine.set(inFlight, [...(mine.get(inFlight) ?? []), run]));
        }
      }
    }
    for (const rate of parts.has('latency') ? RATES : []) {
      for (const [target, load] of loads) {
        const run = await measureLatency(load, rate, seconds * 2);
        say(
          `${target.name}, ${rate}/s offered: deliver p50 ${run.deliver.p50}, p99 ${run.deliver.p99} ms${run.held ? '' : ' (not held)'}`,
        );
        latency.set(target.name, [...(latency.get(target.name) ?? []), run]);
      }
    }
    const ours = [...loads].find(([target]) => target.name === 'stm-chat');
    if (parts.has('overload') && ours !== undefined) {
      const capacity = (await measureThroughput(ours[0], ours[1], 4, seconds)).perSecond;
      overload = { 'stm-chat': await measureLatency(ours[1], capacity * 2, seconds) };
    }
  } finally {
    for (const load of loads.values()) load.stop();
  }
  return {
    ...(throughput.size === 0
      ? {}
      : {
          throughput: Object.fromEntries(
            [...throughput].map(([name, runs]) => [name, [...runs.values()].map(middleRun)]),
          ),
        }),
    ...(latency.size === 0 ? {} : { latency: Object.fromEntries(latency) }),
    ...(Object.keys(overload).length === 0 ? {} : { overload }),
  };
}

async function connections(targets: readonly Target[]): Promise<Partial<Report>> {
  const compared = targets.filter(({ name }) => name !== 'plain');
  const connectsPerSecond: Record<string, number> = {};
  const idleMemory: Record<string, Awaited<ReturnType<typeof measureIdleMemory>>> = {};
  for (const target of compared) connectsPerSecond[target.name] = await measureConnects(target, seconds);
  for (const target of compared)
    idleMemory[target.name] = await measureIdleMemory(target, quick ? [1000] : [1000, 10_000], PAIRS);
  return { connectsPerSecond, idleMemory };
}

/** What only this server does. */
async function alone(database: BenchDatabase): Promise<Partial<Report>> {
  if (!parts.has('reads') && !parts.has('storm')) return {};
  const target = await startOurs(database, PAIRS, 'deep');
  try {
    return {
      ...(parts.has('storm') ? { storm: await measureStorm(target, quick ? 500 : 5000, PAIRS) } : {}),
      ...(parts.has('reads') ? await reading(target) : {}),
    };
  } finally {
    await target.stop();
  }
}

async function reading(target: Target & { readonly database: string }): Promise<Partial<Report>> {
  await fillSyncChat(target.database);
  await measureSync(target, 20);
  const sync = await measureSync(target, 100);
  const reads = [];
  for (const size of quick ? [10_000, 100_000] : [10_000, 1_000_000, 10_000_000]) {
    await fillTo(target.database, size);
    await measureReads(target, size, 100);
    reads.push(await measureReads(target, size, 500));
    say(`reads at ${size} messages done`);
  }
  return { sync, reads };
}

function machine(): Report['machine'] {
  const [cpu] = os.cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
  };
}

await main();
