import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { round } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { cpuSeconds } from '../targets/processes.js';
import type { Target } from '../targets/target.js';

const BEHIND = `
  select exists (
    select from feed e, (select xid, id from feed_followers order by xid, id limit 1) slowest
    where (e.xid, e.id) > (slowest.xid, slowest.id)) as behind`;
const MAX_MS = 300_000;
const LOOK_EVERY_MS = 250;

/** What this server left for later while it was busy (the index of the search), until it was done. */
export interface Afterwards {
  readonly seconds: number;
  /** CPU of server and database together, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * Waits until nothing of a run is left to do, so that the next target is measured alone. What a run left in the kernel's
 * cache is written: the kernel would do so half a minute later, in one go, and the log of whoever is measured then would
 * wait behind it. PostgreSQL's own vacuum is left to itself, and meets whom it meets.
 *
 * @returns what this server had put off
 */
export async function catchUp(target: Target): Promise<Afterwards> {
  const { databasePid } = target;
  if (databasePid === null) return { seconds: 0, cpuMs: 0 };
  const afterwards = await followersCatchUp(target, databasePid);
  await writeKernelCache();
  return afterwards;
}

/** Writes what is in the kernel's cache. */
export async function writeKernelCache(): Promise<void> {
  await promisify(execFile)('sync', { timeout: MAX_MS });
}

async function followersCatchUp({ pid, database }: Target, databasePid: number): Promise<Afterwards> {
  if (database === null) return { seconds: 0, cpuMs: 0 };
  const cpu = () => cpuSeconds(pid, false) + cpuSeconds(databasePid, true);
  const started = performance.now();
  const before = cpu();
  while (performance.now() - started < MAX_MS) {
    const [row] = await query<{ behind: boolean }>(database, BEHIND);
    if (row?.behind === false) break;
    await pause(LOOK_EVERY_MS);
  }
  return { seconds: round((performance.now() - started) / 1000), cpuMs: round((cpu() - before) * 1000, 0) };
}
