import { round } from './latencies.js';
import type { Report } from './report.js';

/** A number that this server is meant to reach, and what it came to. */
export interface Goal {
  readonly what: string;
  readonly wanted: string;
  readonly measured: number;
  readonly reached: boolean;
}

const OURS = 'stm-chat';

/** Ratios are of one run on one machine. What was not measured is not here. */
export function goalsOf(report: Report): Goal[] {
  return [
    ...ofThroughput(report),
    ...ofLatency(report),
    ...ofConnections(report),
    ...ofReads(report),
    ...ofStorm(report),
  ];
}

const atLeast = (what: string, least: number, measured: number): Goal => ({
  what,
  wanted: `≥ ${least}`,
  measured: round(measured),
  reached: measured >= least,
});
const atMost = (what: string, most: number, measured: number): Goal => ({
  what,
  wanted: `≤ ${most}`,
  measured: round(measured),
  reached: measured <= most,
});

function ofThroughput({ throughput }: Report): Goal[] {
  return [0, 1].flatMap((nth) => {
    const [ours, relay, plain] = [OURS, 'relay', 'plain'].map((name) => throughput?.[name]?.[nth]);
    if (ours === undefined || relay === undefined || plain === undefined) return [];
    const load = `${ours.inFlight} in flight`;
    const [ofRelay, ofPlain] = ours.inFlight === 1 ? [0.9, 3] : [1, 5];
    return [
      atLeast(`messages/s ÷ relay, ${load}`, ofRelay, ours.perSecond / relay.perSecond),
      atLeast(`messages/s ÷ plain design, ${load}`, ofPlain, ours.perSecond / plain.perSecond),
      atMost(`server CPU ÷ relay, ${load}`, 1.1, ours.serverMs / relay.serverMs),
      atMost(`database CPU ÷ plain design, ${load}`, 0.2, (ours.databaseMs ?? 0) / (plain.databaseMs ?? 1)),
    ];
  });
}

function ofLatency({ latency, alone, overload }: Report): Goal[] {
  const p99 = (name: string, offered: number) => latency?.[name]?.find((run) => run.offered === offered)?.deliver.p99;
  const [ours, relay, more] = [p99(OURS, 1000), p99('relay', 1000), p99(OURS, 2000)];
  const [single, plain] = [alone?.[OURS], alone?.['plain']];
  return [
    ...(ours === undefined || relay === undefined ? [] : [atMost('deliver p99 at 1,000/s ÷ relay', 2, ours / relay)]),
    ...(more === undefined ? [] : [atMost('deliver p99 at 2,000/s, ms', 15, more)]),
    ...(single === undefined || plain === undefined
      ? []
      : [atMost('one message alone: ack p50 ÷ plain design', 1.5, single.ack.p50 / plain.ack.p50)]),
    ...(overload === undefined
      ? []
      : [
          atMost('twice the capacity: refused after, p50 ms', 500, overload.run.refusedAfter.p50),
          atMost(
            'twice the capacity: ack p50 of what is taken ÷ at capacity',
            2,
            overload.run.ack.p50 / overload.atCapacity.p50,
          ),
        ]),
  ];
}

function ofConnections({ connectsPerSecond, idleMemory }: Report): Goal[] {
  const [ours, relay] = [connectsPerSecond?.[OURS], connectsPerSecond?.['relay']];
  const memory = (idleMemory?.[OURS] ?? []).flatMap(({ connections, liveEach }, nth) => {
    const bare = idleMemory?.['relay']?.[nth];
    if (bare === undefined) return [];
    return [atMost(`memory per idle connection ÷ relay, ${connections}`, 1.1, liveEach / bare.liveEach)];
  });
  return [
    ...(ours === undefined || relay === undefined
      ? []
      : [atLeast('authenticated connects ÷ relay', 0.8, ours / relay)]),
    ...memory,
  ];
}

function ofReads({ reads, sync }: Report): Goal[] {
  const [first, last] = [reads?.[0], reads?.at(-1)];
  const rows = last?.messages.toLocaleString('en');
  return [
    ...(first === undefined || last === undefined || first === last
      ? []
      : [
          atMost(`chat list p99 at ${rows} ÷ at the least`, 1.5, last.list.p99 / first.list.p99),
          atMost(`latest page p99 at ${rows} ÷ at the least`, 1.5, last.latestPage.p99 / first.latestPage.p99),
        ]),
    ...(sync === undefined ? [] : [atMost('sync of 1,000 missed messages, p99 ms', 50, sync.p99)]),
  ];
}

function ofStorm({ storm }: Report): Goal[] {
  if (storm === undefined) return [];
  return [
    atMost(`${storm.clients} clients back and synced, s`, 15, storm.allBackSeconds),
    atMost('a bystander’s worst ack meanwhile, ms', 500, storm.bystander.max),
    atMost('of a bystander’s messages not taken', 0, storm.bystanderFailed),
    atMost('clients that were never back', 0, storm.lost),
  ];
}
