import type { Device } from '../load/device.js';
import { type Quantiles, quantiles, round } from './latencies.js';

/** How devices came back, in seconds since they were dropped. */
export interface Returns {
  /** In: the namespace let them in; synced: they had joined, and had all. */
  readonly back: Quantiles;
  readonly synced: Quantiles;
  /** Tries of each device. */
  readonly tries: Quantiles;
  /** How many tries ended how. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** What one device went through, for the record: as little as can be read. */
export interface DeviceRecord {
  readonly syncedAt: number | null;
  /** From when until when, how it ended, and after how many seconds the server wanted to be asked again. */
  readonly tries: readonly string[];
}

/** @param from when they were dropped, by `performance.now()` */
export function returnsOf(devices: readonly Device[], from: number): Returns {
  const seconds = (at: number): number => (at - from) / 1000;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of devices.flatMap(({ tries }) => tries)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const inAt = devices.flatMap(({ tries }) => tries.findLast(({ outcome }) => outcome === 'in')?.until ?? []);
  return {
    back: quantiles(inAt.map(seconds)),
    synced: quantiles(devices.flatMap(({ syncedAt }) => (syncedAt === null ? [] : seconds(syncedAt)))),
    tries: quantiles(devices.map(({ tries }) => tries.length)),
    outcomes,
  };
}

/** All of them, who was last first. @param from when they were dropped, by `performance.now()` */
export function recordsOf(devices: readonly Device[], from: number): DeviceRecord[] {
  const seconds = (at: number): number => round((at - from) / 1000);
  return devices
    .map(({ syncedAt, tries }) => ({
      syncedAt: syncedAt === null ? null : seconds(syncedAt),
      tries: tries.map(
        ({ at, until, outcome, namedMs }) =>
          `${seconds(at)}–${seconds(until)} ${outcome}${namedMs === null ? '' : `, again in ${namedMs / 1000}`}`,
      ),
    }))
    .toSorted((a, b) => (b.syncedAt ?? Number.POSITIVE_INFINITY) - (a.syncedAt ?? Number.POSITIVE_INFINITY));
}

/** As a table: who was where at which time. */
export function returnRows({ back, synced, tries }: Returns): (string | number)[][] {
  return [
    ['let in, s', back.p50, back.p95, back.p99, back.max],
    ['synced, s', synced.p50, synced.p95, synced.p99, synced.max],
    ['tries', tries.p50, tries.p95, tries.p99, tries.max],
  ];
}
