import type { AppendAlone } from '../scenarios/append-alone.js';
import type { IdleMemory } from '../scenarios/connections.js';
import type { DatabaseAlone } from '../scenarios/database-alone.js';
import type { AtDistance } from '../scenarios/distance.js';
import type { ReadsAtSize } from '../scenarios/reads.js';
import type { UnderLoad } from '../scenarios/side-by-side.js';
import type { Storm } from '../scenarios/storm.js';
import type { LatencyRun } from '../scenarios/throughput.js';
import { goalsOf } from './goals.js';
import type { Quantiles } from './latencies.js';
import { returnRows } from './returns.js';

export type Named<T> = Readonly<Record<string, T>>;

/** Everything that one run measured; what was not asked for is absent. Targets are named, runs are by load. */
export interface Report extends UnderLoad {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly date: string;
  /** Everything was made short. */
  readonly quick: boolean;
  /** Seconds that each part took. */
  readonly took: Named<number>;
  readonly databaseAlone?: DatabaseAlone;
  readonly appendAlone?: readonly AppendAlone[];
  readonly distances?: readonly AtDistance[];
  readonly connectsPerSecond?: Named<number>;
  readonly idleMemory?: Named<readonly IdleMemory[]>;
  readonly reads?: readonly ReadsAtSize[];
  readonly sync?: Quantiles;
  readonly storm?: Storm;
}

/** The report for people: ratios first, since machines differ. */
export function toMarkdown(report: Report): string {
  const { machine, took } = report;
  const parts = Object.entries(took).map(([part, seconds]) => `${part} ${Math.round(seconds)} s`);
  return [
    `Measured by \`npm run bench${report.quick ? ' -- --quick' : ''}\` on ${report.date.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; server, PostgreSQL and load generator on that one machine. It took: ${parts.join(', ')}.`,
    ...table(
      ['what', 'wanted', 'measured', 'reached'],
      goalsOf(report).map(({ what, wanted, measured, reached }) => [
        what,
        wanted,
        measured,
        reached ? 'yes' : '**no**',
      ]),
    ),
    ...throughputTable(report),
    ...latencyTable(report),
    ...appendTable(report),
    ...distanceTable(report),
    ...connectionTable(report),
    ...readTable(report),
    ...stormLines(report),
  ].join('\n');
}

function throughputTable({ throughput, databaseAlone, afterwards }: Report): string[] {
  const rows = Object.entries(throughput ?? {}).flatMap(([name, runs]) =>
    runs.map(({ inFlight, perSecond, serverMs, databaseMs, ack, deliver, lost, refused }) => [
      ...[
        name,
        inFlight,
        perSecond,
        (serverMs * 1000).toFixed(1),
        databaseMs === null ? '–' : (databaseMs * 1000).toFixed(1),
      ],
      ...[ack.p50, ack.p99, deliver.p50, deliver.p99, lost, refused],
    ]),
  );
  const head = 'closed loop, 200 pairs|in flight|messages/s|server CPU µs/msg|database CPU µs/msg';
  return [
    ...table(`${head}|ack p50 ms|ack p99 ms|deliver p50 ms|deliver p99 ms|lost|refused`.split('|'), rows),
    ...(afterwards === undefined
      ? []
      : [
          '',
          `What this server put off while it was busy (the index of the search) took ${afterwards.cpuMs.toFixed(0)} ms of CPU per 1,000 messages afterwards.`,
        ]),
    ...(databaseAlone === undefined
      ? []
      : [
          '',
          `PostgreSQL alone: ${databaseAlone.single} single-row commits/s (32 connections), ${databaseAlone.batched} rows/s in batches of 50.`,
        ]),
  ];
}

function appendTable({ appendAlone }: Report): string[] {
  if (appendAlone === undefined) return [];
  const rows = appendAlone.map(({ rows: messages, batchMicroseconds, p50Ms }) => [
    ...[messages, batchMicroseconds, (batchMicroseconds / messages).toFixed(1), p50Ms],
  ]);
  return table(['the append alone, messages of a batch', 'CPU µs a batch', 'CPU µs a message', 'p50 ms'], rows);
}

function distanceTable({ distances }: Report): string[] {
  const rows = (distances ?? []).flatMap(({ roundTripMs, runs }) =>
    runs.map(({ inFlight, perSecond, ack }) => [roundTripMs, inFlight, perSecond, ack.p50, ack.p99]),
  );
  return table(['the database, ms there and back', 'in flight', 'messages/s', 'ack p50 ms', 'ack p99 ms'], rows);
}

function latencyTable({ latency, alone, overload }: Report): string[] {
  const row = (name: string, load: string, { ack, deliver, accepted, refused, refusedAfter, held }: LatencyRun) => [
    ...[name, load, ack.p50, ack.p99, deliver.p50, deliver.p95, deliver.p99],
    ...[accepted, refused === 0 ? '–' : `${refused}, p99 ${refusedAfter.p99} ms`, held ? 'yes' : 'no'],
  ];
  const rows = [
    ...Object.entries(alone ?? {}).map(([name, run]) => row(name, 'one alone', run)),
    ...Object.entries(latency ?? {}).flatMap(([name, runs]) =>
      runs.map((run) => row(name, `${run.offered.toLocaleString('en')}/s`, run)),
    ),
    ...(overload === undefined ? [] : [row('stm-chat', `${overload.run.offered}/s, twice its capacity`, overload.run)]),
  ];
  const head =
    'open loop|offered|ack p50 ms|ack p99 ms|deliver p50 ms|deliver p95 ms|deliver p99 ms|taken/s|refused|held';
  return table(head.split('|'), rows);
}

function connectionTable({ connectsPerSecond, idleMemory }: Report): string[] {
  const memory = Object.entries(idleMemory ?? {}).flatMap(([name, steps]) =>
    steps.map(({ connections, liveEach, residentEach }) => [name, connections, kib(liveEach), kib(residentEach)]),
  );
  return [
    ...table(['authenticated connects', 'per second'], Object.entries(connectsPerSecond ?? {})),
    ...table(['idle connections', 'number', 'each, living', 'each, resident'], memory),
  ];
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function readTable({ reads, sync }: Report): string[] {
  const rows = (reads ?? []).map(({ messages, list, latestPage }) => [
    ...[messages.toLocaleString('en'), list.p50, list.p99, latestPage.p50, latestPage.p99],
  ]);
  const head = 'messages stored|list and unread p50 ms|list and unread p99 ms|latest page p50 ms|latest page p99 ms';
  return [
    ...table(head.split('|'), rows),
    ...(sync === undefined
      ? []
      : ['', `Sync of 1,000 missed messages, all pages: p50 ${sync.p50} ms, p99 ${sync.p99} ms.`]),
  ];
}

function stormLines({ storm }: Report): string[] {
  if (storm === undefined) return [];
  return [
    '',
    `${storm.clients} clients dropped at once: ${storm.lost === 0 ? 'all' : `all but ${storm.lost}`} back and synced after ${storm.allBackSeconds} s; a bystander's ack p50 ${storm.bystander.p50} ms, p99 ${storm.bystander.p99} ms, worst ${storm.bystander.max} ms, ${storm.bystanderFailed} not taken. Tries: ${Object.entries(
      storm.returns.outcomes,
    )
      .map(([outcome, times]) => `${outcome} ${times}`)
      .join(', ')}.`,
    ...table(['of the clients', 'p50', 'p95', 'p99', 'the last'], returnRows(storm.returns)),
  ];
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return ['', line(head), line(head.map(() => '---')), ...rows.map(line)];
}
