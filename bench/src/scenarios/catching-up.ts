import { round } from '../report/latencies.js';
import { query } from '../targets/bench-database.js';
import { cpuSeconds } from '../targets/processes.js';
import type { Target } from '../targets/target.js';

const BEHIND = `
  select exists (
    select from feed e, (select xid, id from feed_followers order by xid, id limit 1) slowest
    where (e.xid, e.id) > (slowest.xid, slowest.id)) as behind`;
const MAX_MS = 300_000;

/** What this server left for later while it was busy (the index of the search), until it was done. */
export interface Afterwards {
  readonly seconds: number;
  /** CPU of server and database together, in milliseconds. */
  readonly cpuMs: number;
}

/** Waits until nothing of a run is left to do, so that the next target is measured alone. */
export async function catchUp(target: Target): Promise<Afterwards> {
  const { database, databasePid } = target;
  if (database === null || databasePid === null) return { seconds: 0, cpuMs: 0 };
  const cpu = () => cpuSeconds(target.pid, false) + cpuSeconds(databasePid, true);
  const started = performance.now();
  const before = cpu();
  while (performance.now() - started < MAX_MS) {
    const [row] = await query<{ behind: boolean }>(database, BEHIND);
    if (row?.behind === false) break;
    await new Promise((resume) => setTimeout(resume, 250));
  }
  return { seconds: round((performance.now() - started) / 1000), cpuMs: round((cpu() - before) * 1000, 0) };
}
