import type { LoadResult } from '../load/load-worker.js';
import type { Load } from '../load/load.js';
import { median, type Quantiles, quantiles, round } from '../report/latencies.js';
import { cpuSeconds } from '../targets/processes.js';
import type { Target } from '../targets/target.js';

export interface ThroughputRun {
  readonly inFlight: number;
  readonly perSecond: number;
  /** CPU milliseconds of the server process per message. */
  readonly serverMs: number;
  /** CPU milliseconds of PostgreSQL per message; null without one. */
  readonly databaseMs: number | null;
  readonly ack: Quantiles;
  readonly deliver: Quantiles;
  readonly lost: number;
  /** Answered with no: a sender of a closed loop sends the next one then. */
  readonly refused: number;
}

/** Closed loop: how many messages per second are acknowledged and delivered when senders wait for each other. */
export async function measureThroughput(
  target: Target,
  load: Load,
  inFlight: number,
  seconds: number,
): Promise<ThroughputRun> {
  const before = cpu(target);
  const result = await load.run({ kind: 'closed', inFlight, seconds });
  const after = cpu(target);
  const messages = result.ackMs.length;
  const each = (from: number, to: number) => round(((to - from) * 1000) / messages, 4);
  return {
    inFlight,
    perSecond: round(result.delivered / result.seconds, 0),
    serverMs: each(before.server, after.server),
    databaseMs: before.database === null || after.database === null ? null : each(before.database, after.database),
    ack: quantiles(result.ackMs),
    deliver: quantiles(result.deliverMs),
    lost: result.lost,
    refused: result.refused,
  };
}

function cpu(target: Target): { server: number; database: number | null } {
  return {
    server: cpuSeconds(target.pid, false),
    database: target.databasePid === null ? null : cpuSeconds(target.databasePid, true),
  };
}

/** The round in the middle by messages per second, with the middle of what the messages of all rounds cost. */
export function middleRun(runs: readonly ThroughputRun[]): ThroughputRun {
  const middle = median(runs.map(({ perSecond }) => perSecond));
  const found = runs.find(({ perSecond }) => perSecond === middle);
  if (found === undefined) throw new Error('there was no run');
  const database = runs.flatMap(({ databaseMs }) => databaseMs ?? []);
  return {
    ...found,
    serverMs: median(runs.map(({ serverMs }) => serverMs)),
    databaseMs: database.length === 0 ? null : median(database),
  };
}

export interface LatencyRun {
  readonly offered: number;
  /** Acknowledged per second. */
  readonly accepted: number;
  /** Whether the offered load was carried: what was sent arrived, nothing was refused, and nothing piled up. */
  readonly held: boolean;
  readonly ack: Quantiles;
  readonly deliver: Quantiles;
  readonly refused: number;
  /** How soon those were told that were refused. */
  readonly refusedAfter: Quantiles;
  readonly lost: number;
}

/** Rounds of an open loop at one offered load, taken together. */
export function latencyOf(offered: number, rounds: readonly LoadResult[]): LatencyRun {
  const all = (part: (result: LoadResult) => readonly number[]) => quantiles(rounds.flatMap(part));
  const sum = (part: (result: LoadResult) => number) => rounds.reduce((total, result) => total + part(result), 0);
  const ack = all(({ ackMs }) => ackMs);
  const deliver = all(({ deliverMs }) => deliverMs);
  const refused = sum((result) => result.refused);
  const lost = sum((result) => result.lost);
  return {
    offered,
    accepted: round(ack.count / sum(({ seconds }) => seconds), 0),
    held: lost === 0 && refused === 0 && deliver.p50 < 100,
    ack,
    deliver,
    refused,
    refusedAfter: all(({ refusedMs }) => refusedMs),
    lost,
  };
}
