import os from 'node:os';
import { round } from '../report/latencies.js';
import type { CutOff } from './cut-off.js';
import type { Rolling } from './rolling.js';
import { ALONE, BOTH_HERE, ONE_AT_EACH } from './two-servers.js';
import type { Measured, Rate } from './way.js';

/** What one run measured; what was not asked for, or failed, is absent. */
export interface ClusterReport {
  readonly rate: Rate;
  readonly relays?: ReadonlyMap<string, Measured>;
  readonly servers?: ReadonlyMap<string, Measured>;
  readonly cutOff?: readonly CutOff[];
  readonly bytesPerConnection?: number;
  readonly rolling?: Rolling;
}

type Goal = readonly [what: string, most: number, measured: number];

/** The report for people: what is to be reached first. */
export function toMarkdown(report: ClusterReport, command: string): string {
  const { rate, relays, servers } = report;
  return [
    `Measured by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, Node ${process.version}; servers, PostgreSQL, Redis and load generator on that one machine, which had a load of ${os.loadavg()[2]?.toFixed(1)} in the quarter of an hour before its end.`,
    '',
    '| what | at most | measured | reached |',
    '| --- | ---: | ---: | --- |',
    ...goalsOf(report).map(
      ([what, most, measured]) =>
        `| ${what} | ${most} | ${round(measured, 3)} | ${measured <= most ? 'yes' : '**no**'} |`,
    ),
    ...(servers === undefined ? [] : ['', `${loadOf(rate)}:`, '', ...table(servers)]),
    ...(relays === undefined
      ? []
      : ['', 'The same load through bare relays, without a database:', '', ...table(relays)]),
  ].join('\n');
}

function goalsOf({ servers, cutOff = [], bytesPerConnection, rolling }: ClusterReport): Goal[] {
  const [alone, local, remote] = [ALONE, BOTH_HERE, ONE_AT_EACH].map((title) => servers?.get(title));
  const lost = servers === undefined ? 0 : Math.max(...[...servers.values()].map((one) => one.lost));
  return [
    ...(alone === undefined || local === undefined || remote === undefined
      ? []
      : ([
          ['delivery to the other server over delivery here, p50, ms', 2, remote.p50 - local.p50],
          ['the same, p99, ms', 20, remote.p99 - local.p99],
          ['the sender’s server over one alone, CPU-s per 1,000 messages', 0.15, remote.sender - alone.sender],
          ['lost meanwhile', 0, lost],
        ] as const)),
    ...cutOff.flatMap(({ how, completeSeconds, late, lost: gone }): Goal[] => [
      [`cut off from Redis for 2 s (${how}; ${late} messages late): complete after healing, s`, 5, completeSeconds],
      ['lost by that', 0, gone],
    ]),
    ...(bytesPerConnection === undefined
      ? []
      : ([['an idle connection of a server with others, KB', 20, bytesPerConnection / 1000]] as const)),
    ...(rolling === undefined
      ? []
      : ([
          [
            `three servers restarted under ${rolling.clients} clients: longest drain, s`,
            25,
            rolling.longestDrainSeconds,
          ],
          ['the last client back, s', 20, rolling.lastBackSeconds],
          [`of ${rolling.messages} acknowledged messages lost or doubled`, 0, rolling.lost],
        ] as const)),
  ];
}

const loadOf = ({ perSecond, seconds, pairs, rounds }: Rate): string =>
  `${perSecond.toLocaleString('en')} messages a second for ${seconds} s, ${pairs} pairs, median of ${rounds}, CPU seconds per 1,000 messages; every message is counted for LIMIT_SEND`;

function table(all: ReadonlyMap<string, Measured>): string[] {
  return [
    '| | delivery p50 / p99 ms | sender | receiver | Redis | lost |',
    '|---|---|---|---|---|---|',
    ...[...all].map(
      ([title, one]) =>
        `| ${title} | ${one.p50} / ${one.p99} | ${one.sender} | ${one.receiver} | ${one.redis} | ${one.lost} |`,
    ),
  ];
}
