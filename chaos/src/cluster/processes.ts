import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** As Linux names it: `R` running, `S` sleeping, `T` stopped, `Z` dead and not buried. */
  readonly state: string;
}

function statOf(pid: string | number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: count from behind it.
    const [state = '?', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(pid), parent: Number(parent), state };
  } catch {
    // It ended between the listing and the reading.
    return null;
  }
}

/** A process and its children. */
export function familyOf(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf);
  return [pid, ...all.flatMap((stat) => (stat?.parent === pid ? [stat.pid] : []))];
}

/** Stops processes with SIGSTOP. @throws when one of them is not seen stopped: the fault did not happen */
export async function pause(pids: readonly number[]): Promise<void> {
  for (const pid of pids) tell(pid, 'SIGSTOP');
  await until(() => pids.every((pid) => ['T', undefined].includes(statOf(pid)?.state)), 'the processes did not stop');
}

export function resume(pids: readonly number[]): void {
  for (const pid of pids) tell(pid, 'SIGCONT');
}

/** Waits for a condition that is looked at again and again. @throws with what was waited for when time is up */
export async function until(
  condition: () => boolean | Promise<boolean>,
  failure: string,
  limitMs = 30_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${failure} (${limitMs / 1000} s)`);
    await wait(15);
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
