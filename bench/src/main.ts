import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { keep, publish } from './report/publish.js';
import { type Report, toMarkdown } from './report/report.js';
import { measureAppendAlone } from './scenarios/append-alone.js';
import { compareConnections } from './scenarios/connections.js';
import { measureDatabaseAlone } from './scenarios/database-alone.js';
import { measureDistances } from './scenarios/distance.js';
import { fillSyncChat, fillTo, measureReads, measureSync } from './scenarios/reads.js';
import { SideBySide } from './scenarios/side-by-side.js';
import { measureStorm } from './scenarios/storm.js';
import { type BenchDatabase, startBenchDatabase } from './targets/bench-database.js';
import { startOurs, startPlain, startRelay } from './targets/targets.js';

/**
 * `npm run bench`: everything side by side in one run on one machine.
 * `-- --only throughput,latency,overload,append,distance,connections,reads,storm` picks parts, `--quick` makes each short, `--out folder`
 * keeps table, JSON and plots, `--publish` puts them into the documents.
 */
const PARTS = ['throughput', 'latency', 'overload', 'append', 'distance', 'connections', 'reads', 'storm'] as const;
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

const flags = process.argv.slice(2);
const valueOf = (flag: string): string | undefined =>
  flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined;
const quick = flags.includes('--quick');
const parts = new Set(valueOf('--only')?.split(',') ?? PARTS);
const lengths = { pairs: 200, rounds: quick ? 1 : 5, seconds: quick ? 3 : 5, rates: [500, 1000, 2000, 4000] };
const { pairs, seconds } = lengths;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const took: Record<string, number> = {};

async function main(): Promise<void> {
  for (const part of parts)
    if (!PARTS.some((known) => known === part)) throw new Error(`${part}: is none of ${PARTS.join(', ')}`);
  const database = await startBenchDatabase();
  let measured: Partial<Report>;
  try {
    measured = {
      ...(await sideBySide(database)),
      ...(await part('append', () => append(database))),
      ...(await part('distance', async () => ({ distances: await measureDistances(database, pairs, seconds, say) }))),
      ...(await part('connections', () => compareConnections(database, lengths, quick ? [1000] : [1000, 10_000], say))),
      ...(await part('storm', () => storm(database))),
      ...(await part('reads', () => reading(database))),
    };
  } finally {
    await database.stop();
  }
  const report: Report = { ...measured, machine: machine(), date: new Date().toISOString(), quick, took };
  process.stdout.write(`${toMarkdown(report)}\n`);
  const out = valueOf('--out');
  if (out !== undefined) await keep(report, path.resolve(out));
  if (flags.includes('--publish')) await publish(report, DOCS);
}

/** Runs a part, if it was asked for, and notes how long it took. */
async function part(name: (typeof PARTS)[number], run: () => Promise<Partial<Report>>): Promise<Partial<Report>> {
  if (!parts.has(name)) return {};
  const started = performance.now();
  try {
    return await run();
  } catch (error) {
    // What the other parts measured is kept.
    say(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
    return {};
  } finally {
    took[name] = (performance.now() - started) / 1000;
    say(`${name}: ${took[name].toFixed(0)} s`);
  }
}

/** What is compared with the relay and the plain design, interleaved. */
async function sideBySide(database: BenchDatabase): Promise<Partial<Report>> {
  if (!['throughput', 'latency', 'overload'].some((name) => parts.has(name))) return {};
  const targets = [await startRelay(), await startPlain(database, pairs), await startOurs(database, pairs)];
  const side = new SideBySide(lengths, say);
  try {
    await side.connect(targets);
    return {
      ...(await part('throughput', async () => ({
        ...(await side.throughput()),
        databaseAlone: await measureDatabaseAlone(await database.create('alone'), seconds),
      }))),
      ...(await part('latency', () => side.latency())),
      ...(await part('overload', () => side.overload())),
    };
  } finally {
    side.stop();
    for (const target of targets) await target.stop();
  }
}

/** The server only makes the tables. */
async function append(database: BenchDatabase): Promise<Partial<Report>> {
  const target = await startOurs(database, pairs, 'append');
  await target.stop();
  return { appendAlone: await measureAppendAlone(target.database, pairs, seconds) };
}

/** With the limit of handshakes on, which is what protects those who are in. */
async function storm(database: BenchDatabase): Promise<Partial<Report>> {
  const clients = quick ? 500 : 5000;
  const target = await startOurs(database, clients / 2 + 1, 'storm', { LIMIT_HANDSHAKES: '500/s' });
  try {
    return { storm: await measureStorm(target, clients) };
  } finally {
    await target.stop();
  }
}

async function reading(database: BenchDatabase): Promise<Partial<Report>> {
  const target = await startOurs(database, pairs, 'deep');
  try {
    await fillSyncChat(target.database);
    await measureSync(target, 20);
    const sync = await measureSync(target, 200);
    const reads = [];
    for (const size of quick ? [10_000, 100_000] : [10_000, 1_000_000, 10_000_000]) {
      await fillTo(target.database, size);
      await measureReads(target, size, 200);
      reads.push(await measureReads(target, size, 1000));
      say(`reads at ${size} messages done`);
    }
    return { sync, reads };
  } finally {
    await target.stop();
  }
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
