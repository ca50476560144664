import type { IdleMemory } from '../scenarios/connections.js';
import type { DatabaseAlone } from '../scenarios/database-alone.js';
import type { ReadsAtSize } from '../scenarios/reads.js';
import type { Storm } from '../scenarios/storm.js';
import type { LatencyRun, ThroughputRun } from '../scenarios/throughput.js';
import type { Quantiles } from './latencies.js';

export type Named<T> = Readonly<Record<string, T>>;

/** Everything that one run measured; what was not asked for is absent. */
export interface Report {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly date: string;
  readonly databaseAlone?: DatabaseAlone;
  /** By target, then by messages in flight per sender. */
  readonly throughput?: Named<readonly ThroughputRun[]>;
  readonly latency?: Named<readonly LatencyRun[]>;
  readonly connectsPerSecond?: Named<number>;
  readonly idleMemory?: Named<readonly IdleMemory[]>;
  readonly overload?: Named<LatencyRun>;
  readonly reads?: readonly ReadsAtSize[];
  readonly sync?: Quantiles;
  readonly storm?: Storm;
}

const OURS = 'stm-chat';

/** The report for people: ratios first, since machines differ. */
export function toMarkdown(report: Report): string {
  const { machine } = report;
  return [
    `Measured by \`npm run bench\` on ${report.date.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; server, PostgreSQL and load generator on that one machine.`,
    ...ratios(report),
    ...throughputTable(report),
    ...latencyTable(report),
    ...connectionTable(report),
    ...readTable(report),
    ...stormLines(report),
  ].join('\n');
}

function ratios({ throughput, connectsPerSecond }: Report): string[] {
  if (throughput === undefined) return [];
  const lines = (throughput[OURS] ?? []).map((ours, index) => {
    const relay = throughput['relay']?.[index];
    const plain = throughput['plain']?.[index];
    if (relay === undefined || plain === undefined) return '';
    const database =
      ours.databaseMs !== null && plain.databaseMs !== null ? ratio(ours.databaseMs, plain.databaseMs) : '–';
    return `| ${ours.inFlight} in flight | ${ratio(ours.perSecond, relay.perSecond)} | ${ratio(ours.perSecond, plain.perSecond)} | ${ratio(ours.serverMs, relay.serverMs)} | ${database} |`;
  });
  const connects =
    connectsPerSecond === undefined
      ? []
      : [
          `Authenticated connects: ${ratio(connectsPerSecond[OURS] ?? 0, connectsPerSecond['relay'] ?? 1)} × the relay's.`,
        ];
  return [
    '',
    '| ratios | messages/s ÷ relay | messages/s ÷ plain design | server CPU ÷ relay | database CPU ÷ plain design |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    ...connects,
  ];
}

function throughputTable({ throughput, databaseAlone }: Report): string[] {
  if (throughput === undefined) return [];
  const rows = Object.entries(throughput).flatMap(([name, runs]) =>
    runs.map(
      (run) =>
        `| ${name} | ${run.inFlight} | ${run.perSecond} | ${run.serverMs} | ${run.databaseMs ?? '–'} | ${run.ack.p99} | ${run.deliver.p50} | ${run.deliver.p99} | ${run.lost} |`,
    ),
  );
  const alone =
    databaseAlone === undefined
      ? []
      : [
          `PostgreSQL alone: ${databaseAlone.single} single-row commits/s (32 connections), ${databaseAlone.batched} rows/s in batches of 50.`,
        ];
  return [
    '',
    '| closed loop, 200 pairs | in flight | messages/s | server CPU ms/msg | database CPU ms/msg | ack p99 ms | deliver p50 ms | deliver p99 ms | lost |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...alone,
  ];
}

function latencyTable({ latency, overload }: Report): string[] {
  if (latency === undefined) return [];
  const row = (name: string, run: LatencyRun) =>
    `| ${name} | ${run.offered}/s | ${run.ack.p50} | ${run.ack.p99} | ${run.deliver.p50} | ${run.deliver.p95} | ${run.deliver.p99} | ${run.refused} | ${run.held ? 'yes' : 'no'} |`;
  const rows = Object.entries(latency).flatMap(([name, runs]) => runs.map((run) => row(name, run)));
  const over = Object.entries(overload ?? {}).map(([name, run]) => row(`${name}, twice its capacity`, run));
  return [
    '',
    '| open loop | offered | ack p50 ms | ack p99 ms | deliver p50 ms | deliver p95 ms | deliver p99 ms | refused | held |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    ...over,
  ];
}

function connectionTable({ connectsPerSecond, idleMemory }: Report): string[] {
  const connects = Object.entries(connectsPerSecond ?? {}).map(([name, perSecond]) => `| ${name} | ${perSecond} |`);
  const memory = Object.entries(idleMemory ?? {}).flatMap(([name, steps]) =>
    steps.map(({ connections, bytesEach }) => `| ${name} | ${connections} | ${(bytesEach / 1024).toFixed(1)} KiB |`),
  );
  return [
    ...(connects.length === 0 ? [] : ['', '| authenticated connects | per second |', '|---|---|', ...connects]),
    ...(memory.length === 0 ? [] : ['', '| idle connections | number | each |', '|---|---|---|', ...memory]),
  ];
}

function readTable({ reads, sync }: Report): string[] {
  const rows = (reads ?? []).map(
    ({ messages, list, latestPage }) =>
      `| ${messages.toLocaleString('en')} | ${list.p50} | ${list.p99} | ${latestPage.p50} | ${latestPage.p99} |`,
  );
  return [
    ...(rows.length === 0
      ? []
      : [
          '',
          '| messages stored | list p50 ms | list p99 ms | latest page p50 ms | latest page p99 ms |',
          '|---|---|---|---|---|',
          ...rows,
        ]),
    ...(sync === undefined
      ? []
      : ['', `Sync of 1,000 missed messages, all pages: p50 ${sync.p50} ms, p99 ${sync.p99} ms.`]),
  ];
}

function stormLines({ storm }: Report): string[] {
  if (storm === undefined) return [];
  return [
    '',
    `${storm.clients} clients dropped at once: all back and synced after ${storm.allBackSeconds} s; a bystander's ack p99 ${storm.bystander.p99} ms, worst ${storm.bystander.max} ms.`,
  ];
}

function ratio(ours: number, other: number): string {
  return (ours / other).toFixed(2);
}
