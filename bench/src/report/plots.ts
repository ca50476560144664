import type { Report } from './report.js';
import { barChart, lineChart } from './svg.js';

const NAMES: Readonly<Record<string, string>> = { relay: 'relay, no database', plain: 'plain design' };
const nameOf = (target: string): string => NAMES[target] ?? 'STM Chat';

/** The plots of what was measured, by the names of their files. */
export function plotsOf(report: Report): ReadonlyMap<string, string> {
  return new Map(
    [
      ['throughput.svg', throughput(report)],
      ['cpu.svg', cpu(report)],
      ['latency.svg', latency(report)],
      ['history.svg', history(report)],
    ].filter((plot): plot is [string, string] => plot[1] !== null),
  );
}

function throughput({ throughput: measured }: Report): string | null {
  if (measured === undefined) return null;
  const bars = [0, 1].flatMap((nth) =>
    Object.entries(measured).flatMap(([target, runs], index) => {
      const run = runs[nth];
      const relay = measured['relay']?.[nth];
      if (run === undefined || relay === undefined) return [];
      return [
        {
          label: `${nameOf(target)}, ${run.inFlight} in flight`,
          parts: [{ name: nameOf(target), value: run.perSecond }],
          note: `${run.perSecond.toLocaleString('en')}  (${(run.perSecond / relay.perSecond).toFixed(2)} ×)`,
          apart: nth > 0 && index === 0,
        },
      ];
    }),
  );
  return barChart('Messages per second, acknowledged and delivered', 'messages/s (× the relay)', bars);
}

function cpu({ throughput: measured }: Report): string | null {
  if (measured === undefined) return null;
  const bars = [0, 1].flatMap((nth) =>
    Object.entries(measured).flatMap(([target, runs], index) => {
      const run = runs[nth];
      if (run === undefined) return [];
      const database = run.databaseMs ?? 0;
      return [
        {
          label: `${nameOf(target)}, ${run.inFlight} in flight`,
          parts: [
            { name: 'server', value: run.serverMs * 1000 },
            { name: 'database', value: database * 1000 },
          ],
          note: `${Math.round(run.serverMs * 1000)} + ${Math.round(database * 1000)} ms`,
          apart: nth > 0 && index === 0,
        },
      ];
    }),
  );
  return barChart('CPU per 1,000 messages at saturation', 'milliseconds', bars);
}

function latency({ latency: measured }: Report): string | null {
  const entries = Object.entries(measured ?? {});
  const [first] = entries;
  if (first === undefined) return null;
  return lineChart({
    title: 'From sending to delivery, over the offered load',
    unit: 'ms: p99, dashed p50',
    ticks: first[1].map(({ offered }) => `${offered.toLocaleString('en')}/s`),
    lines: entries.flatMap(([target, runs]) => [
      { name: nameOf(target), values: runs.map(({ deliver }) => deliver.p99) },
      { name: nameOf(target), values: runs.map(({ deliver }) => deliver.p50), dashed: true },
    ]),
  });
}

function history({ reads }: Report): string | null {
  if (reads === undefined || reads.length < 2) return null;
  return lineChart({
    title: 'Reading, over the number of stored messages',
    unit: 'ms: p99, dashed p50',
    ticks: reads.map(({ messages }) => messages.toLocaleString('en')),
    lines: [
      { name: 'chat list with unread counts', values: reads.map(({ list }) => list.p99) },
      { name: 'chat list with unread counts', values: reads.map(({ list }) => list.p50), dashed: true },
      { name: 'latest page', values: reads.map(({ latestPage }) => latestPage.p99) },
      { name: 'latest page', values: reads.map(({ latestPage }) => latestPage.p50), dashed: true },
    ],
  });
}
