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
  return {
    inFlight,
    perSecond: round(result.delivered / result.seconds, 0),
    serverMs: round(((after.server - before.server) * 1000) / messages, 3),
    databaseMs:
      before.database === null || after.database === null
        ? null
        : round(((after.database - before.database) * 1000) / messages, 3),
    ack: quantiles(result.ackMs),
    deliver: quantiles(result.deliverMs),
    lost: result.lost,
  };
}

function cpu(target: Target): { server: number; database: number | null } {
  return {
    server: cpuSeconds(target.pid, false),
    database: target.databasePid === null ? null : cpuSeconds(target.databasePid, true),
  };
}

/** The round in the middle by messages per second: what one noisy minute did does not count. */
export function middleRun(runs: readonly ThroughputRun[]): ThroughputRun {
  const middle = median(runs.map(({ perSecond }) => perSecond));
  const found = runs.find(({ perSecond }) => perSecond === middle);
  if (found === undefined) throw new Error('there was no run');
  return found;
}

export interface LatencyRun {
  readonly offered: number;
  /** Whether the offered load was carried: what was sent arrived, and the last second's messages did not pile up. */
  readonly held: boolean;
  readonly ack: Quantiles;
  readonly deliver: Quantiles;
  readonly refused: number;
  readonly lost: number;
}

/** Open loop at a fixed offered load. */
export async function measureLatency(load: Load, perSecond: number, seconds: number): Promise<LatencyRun> {
  const result = await load.run({ kind: 'open', perSecond, seconds });
  const deliver = quantiles(result.deliverMs);
  const total = perSecond * seconds;
  return {
    offered: perSecond,
    held: result.lost === 0 && result.refused === 0 && result.deliverMs.length >= total && deliver.p50 < 100,
    ack: quantiles(result.ackMs),
    deliver,
    refused: result.refused,
    lost: result.lost,
  };
}
