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
  return family(pid, withChildren).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** CPU seconds of a PostgreSQL, by its main process. */
export interface PostgresCpu {
  /** Of the processes that serve connections. */
  readonly statements: number;
  /** Of all others: autovacuum, checkpoints, writers. */
  readonly upkeep: number;
}

/**
 * What a PostgreSQL spends on statements, and on keeping itself: its processes say what they are. One that ended becomes
 * its main process's; what was seen of it before stays where it belongs.
 */
export class PostgresMeter {
  readonly #serving = new Map<number, number>();

  constructor(private readonly pid: number) {}

  read(): PostgresCpu {
    let all = 0;
    for (const { pid, seconds } of family(this.pid, true)) {
      all += seconds;
      if (this.#serving.has(pid) || serves(pid)) this.#serving.set(pid, seconds);
    }
    const statements = [...this.#serving.values()].reduce((sum, seconds) => sum + seconds, 0);
    return { statements, upkeep: all - statements };
  }
}

/** `postgres: ROLE DATABASE ADDRESS(PORT) …` */
function serves(pid: number): boolean {
  try {
    return /^postgres: \S+ \S+ [\d.:a-f]+\(\d+\)/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false; // it ended while we looked
  }
}

function family(pid: number, withChildren: boolean): readonly Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(name) ?? []);
  const members = new Set([pid]);
  if (withChildren) {
    for (let grew = true; grew;) {
      const children = all.filter(({ pid: child, parent }) => members.has(parent) && !members.has(child));
      for (const { pid: child } of children) members.add(child);
      grew = children.length > 0;
    }
  }
  return all.filter(({ pid: member }) => members.has(member));
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
