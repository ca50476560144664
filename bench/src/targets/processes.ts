import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second of Linux's `/proc`; 100 on every common build. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  readonly residentBytes: number;
}

function stat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: count from behind it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const ticks = (fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0);
    return {
      pid: Number(pid),
      parent,
      seconds: ticks / TICKS_PER_SECOND,
      residentBytes: (fields[21] ?? 0) * PAGE_BYTES,
    };
  } catch {
    return null; // it ended while we looked
  }
}

/** CPU seconds, user and system, of a process and, with `withChildren`, of all that it started, ended ones included. */
export function cpuSeconds(pid: number, withChildren: boolean): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(name) ?? []);
  const family = new Set([pid]);
  if (withChildren) {
    for (let grew = true; grew;) {
      const children = all.filter(({ pid: child, parent }) => family.has(parent) && !family.has(child));
      for (const { pid: child } of children) family.add(child);
      grew = children.length > 0;
    }
  }
  return all.filter(({ pid: member }) => family.has(member)).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Resident memory of one process, in bytes. */
export function residentBytes(pid: number): number {
  return stat(String(pid))?.residentBytes ?? 0;
}

/** The most memory that a process ever had resident, in bytes. @throws when it is gone */
export function peakResidentBytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
