import { fileURLToPath } from 'node:url';
import { type RedisServer, startRedis } from '@stm-chat/server/testing/redis-server';
import { type ClusterReport, toMarkdown } from './cluster/cluster-report.js';
import { measureCutOff } from './cluster/cut-off.js';
import { measureRelays } from './cluster/relays.js';
import { measureRolling } from './cluster/rolling.js';
import { measureConnection, measureTwoServers } from './cluster/two-servers.js';
import { publishBlock } from './report/blocks.js';
import { type BenchDatabase, startBenchDatabase } from './targets/bench-database.js';

/**
 * `npm run bench:cluster`: what a second server costs, what a cut line to Redis and a deploy do to people, and the ways to
 * tell other servers. `-- --only servers,cut-off,memory,rolling,relays` picks parts; `--rate 1000 --seconds 8 --rounds 3`;
 * `--publish` puts the table into docs/scale.md. It ends within ten minutes, with what it has by then.
 */
const PARTS = ['servers', 'cut-off', 'memory', 'rolling', 'relays'] as const;
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const LONGEST_MS = 590_000;

const flags = process.argv.slice(2);
const valueOf = (flag: string): string | undefined =>
  flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined;
const numberOf = (flag: string, otherwise: number): number => Number(valueOf(flag) ?? otherwise);
const parts = new Set(valueOf('--only')?.split(',') ?? PARTS);
const rate = {
  pairs: 200,
  perSecond: numberOf('--rate', 1000),
  seconds: numberOf('--seconds', 8),
  rounds: numberOf('--rounds', 3),
};

const started = performance.now();
const say = (line: string): void =>
  void process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${line}\n`);

type Collected = { -readonly [Name in keyof ClusterReport]: ClusterReport[Name] };
const report: Collected = { rate };

/** Runs a part, if it was asked for; when it fails, what the others measured is kept. */
async function part(name: (typeof PARTS)[number], run: () => Promise<void>): Promise<void> {
  if (!parts.has(name)) return;
  try {
    await run();
  } catch (error) {
    say(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}

async function measure(database: BenchDatabase, redis: RedisServer): Promise<void> {
  await part('servers', async () => void (report.servers = await measureTwoServers(database, redis, rate, say)));
  await part('cut-off', async () => void (report.cutOff = await measureCutOff(database, redis, rate, say)));
  await part('memory', async () => void (report.bytesPerConnection = await measureConnection(database, redis, say)));
  await part('rolling', async () => void (report.rolling = await measureRolling(database, redis, say)));
  const short = { ...rate, seconds: Math.min(5, rate.seconds), rounds: Math.min(2, rate.rounds) };
  await part('relays', async () => void (report.relays = await measureRelays(redis, short, say)));
}

async function main(): Promise<void> {
  for (const one of parts)
    if (!PARTS.some((known) => known === one)) throw new Error(`${one}: is none of ${PARTS.join(', ')}`);
  const redis = await startRedis();
  const database = await startBenchDatabase();
  const enough = setTimeout(() => {
    say('this takes too long: the machine is busy with something else');
    process.stdout.write(`${toMarkdown(report, 'npm run bench:cluster')}\n`);
    void Promise.all([database.stop(), redis.close()]).finally(() => process.exit(1));
  }, LONGEST_MS);
  try {
    await measure(database, redis);
  } finally {
    clearTimeout(enough);
    await database.stop();
    await redis.close();
  }
  const text = toMarkdown(report, ['npm run bench:cluster', ...withoutPublish()].join(' '));
  process.stdout.write(`${text}\n`);
  if (flags.includes('--publish')) await publishBlock(`${DOCS}/scale.md`, 'cluster', text);
}

const withoutPublish = (): string[] => {
  const rest = flags.filter((flag) => flag !== '--publish');
  return rest.length === 0 ? [] : ['--', ...rest];
};

await main();
process.exit();
