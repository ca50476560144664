import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { startRedis } from '@stm-chat/server/testing/redis-server';
import { Load } from './load/load.js';
import { median, quantiles, round } from './report/latencies.js';
import { startBenchDatabase } from './targets/bench-database.js';
import { cpuSeconds } from './targets/processes.js';
import { startChild } from './targets/target.js';
import { startOurs, startOursOn } from './targets/targets.js';

/**
 * `npm run bench:cluster`: what a second server costs. First bare relays, two of each kind of link between them; then two
 * of this server over Redis, and one alone. `-- --rate 1000 --seconds 8 --rounds 3`, `--out folder` keeps the table.
 */
const flags = process.argv.slice(2);
const numberOf = (flag: string, otherwise: number): number =>
  flags.includes(flag) ? Number(flags[flags.indexOf(flag) + 1]) : otherwise;
const [perSecond, seconds, rounds] = [numberOf('--rate', 1000), numberOf('--seconds', 8), numberOf('--rounds', 3)];
const PAIRS = 200;
const WARM_SECONDS = 2;

interface Measured {
  readonly p50: number;
  readonly p99: number;
  /** CPU seconds per 1,000 messages of each process. */
  readonly sender: number;
  readonly receiver: number;
  readonly redis: number;
  readonly lost: number;
}

/** Who is measured: where people write, and where those are who are written to. */
interface Way {
  readonly title: string;
  readonly from: { readonly url: string; readonly pid: number };
  readonly to: { readonly url: string; readonly pid: number };
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure({ title, from, to }: Way, redisPid: number): Promise<Measured> {
  const load = new Load();
  try {
    await load.connect(from.url, PAIRS, to.url);
    await load.run({ kind: 'open', perSecond, seconds: WARM_SECONDS });
    const pids = [from.pid, to.pid, redisPid];
    const before = pids.map((pid) => cpuSeconds(pid, false));
    const result = await load.run({ kind: 'open', perSecond, seconds });
    const [sender = 0, receiver = 0, redis = 0] = pids.map((pid, at) =>
      round(((cpuSeconds(pid, false) - (before[at] ?? 0)) * 1000) / (perSecond * seconds), 3),
    );
    const { p50, p99 } = quantiles(result.deliverMs);
    say(`${title}: p50 ${p50} ms, p99 ${p99} ms, sender ${sender}, receiver ${receiver} CPU-s per 1,000`);
    return { p50, p99, sender, receiver: from === to ? 0 : receiver, redis, lost: result.lost };
  } finally {
    load.stop();
  }
}

/** Every way in turn, and that several times: what the machine does besides meets all of them. */
async function interleaved(ways: readonly Way[], redisPid: number): Promise<Map<string, Measured[]>> {
  const all = new Map<string, Measured[]>(ways.map(({ title }) => [title, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const way of ways) all.get(way.title)?.push(await measure(way, redisPid));
  return all;
}

async function relays(redisUrl: string, redisPid: number): Promise<string[]> {
  const kinds = [
    ['none', 'one relay, nobody else'],
    ['redis', 'Socket.IO’s Redis adapter'],
    ['sharded', 'the same, sharded pub/sub'],
    ['bus', 'this server’s bus'],
  ] as const;
  const ways: (Way & { stop(): Promise<void> })[] = [];
  try {
    for (const [kind, title] of kinds) {
      const env = { WAY: kind, REDIS_URL: redisUrl };
      const [one, other] = [await startChild('./pair-server.js', env), await startChild('./pair-server.js', env)];
      const placeOf = ({ child, port }: typeof one) => ({ url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 });
      const from = placeOf(one);
      const stop = async () => void (await Promise.all([one.stop(), other.stop()]));
      ways.push({ title, from, to: kind === 'none' ? from : placeOf(other), stop });
    }
    return table(await interleaved(ways, redisPid));
  } finally {
    for (const { stop } of ways) await stop();
  }
}

async function servers(redisUrl: string, redisPid: number): Promise<string[]> {
  const database = await startBenchDatabase();
  const alone = await startOurs(database, PAIRS, 'alone');
  const here = await startOurs(database, PAIRS, 'pair', { REDIS_URL: redisUrl });
  const there = await startOursOn(database, here.database, { REDIS_URL: redisUrl });
  try {
    const ways = [
      { title: 'one server, without Redis', from: alone, to: alone },
      { title: 'two servers, both people at one', from: here, to: here },
      { title: 'two servers, one person at each', from: here, to: there },
    ];
    return table(await interleaved(ways, redisPid));
  } finally {
    for (const target of [alone, here, there]) await target.stop();
    await database.stop();
  }
}

function table(all: ReadonlyMap<string, readonly Measured[]>): string[] {
  const of = (some: readonly Measured[], what: keyof Measured) => median(some.map((one) => one[what]));
  return [
    '| | delivery p50 / p99 ms | sender | receiver | Redis | lost |',
    '|---|---|---|---|---|---|',
    ...[...all].map(
      ([title, some]) =>
        `| ${title} | ${of(some, 'p50')} / ${of(some, 'p99')} | ${of(some, 'sender')} | ${of(some, 'receiver')} | ${of(some, 'redis')} | ${of(some, 'lost')} |`,
    ),
  ];
}

async function main(): Promise<void> {
  const redis = await startRedis();
  try {
    const lines = [
      `${perSecond} messages a second for ${seconds} s, ${PAIRS} pairs, median of ${rounds}; CPU seconds per 1,000 messages.`,
      `${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`,
      '',
      ...(flags.includes('--servers') ? [] : [...(await relays(redis.url, redis.pid)), '']),
      ...(await servers(redis.url, redis.pid)),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    const out = flags.includes('--out') ? flags[flags.indexOf('--out') + 1] : undefined;
    if (out === undefined) return;
    await mkdir(out, { recursive: true });
    await writeFile(`${out}/cluster.md`, `${lines.join('\n')}\n`);
  } finally {
    await redis.close();
  }
}

await main();
process.exit();
