import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseStartError } from '../start-error.js';
import type { Binaries } from './binaries.js';
import type { Locations } from './locations.js';
import { programEnvironment } from './run-program.js';

/** PostgreSQL's main process, as its lock file describes it. */
export interface Postmaster {
  readonly pid: number;
  /** `null`: not written yet. */
  readonly port: number | null;
  readonly ready: boolean;
}

const LOG_LIMIT_BYTES = 4 * 1024 * 1024;
const POLL_MS = 20;
/** Recovery after a crash replays at most a gigabyte of log. */
const START_LIMIT_MS = 120_000;

export function readPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(lockFile(cluster), 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: port > 0 ? port : null, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Whether a process is PostgreSQL at work on this cluster. A number alone proves nothing: after a restart of a container
 * it belongs to another process, and a zombie that nobody reaps keeps it for ever.
 */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    try {
      const state = /^\d+ \([^]*\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
      // Not /proc/PID/cwd: in a container root may not read that of another account's process.
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const folder = command[command.indexOf('-D') + 1];
      return state !== 'Z' && command.includes('-D') && realpathSync(folder ?? '') === realpathSync(cluster);
    } catch {
      // Gone, or nothing like PostgreSQL.
      return false;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    // `ps` fails when there is no such process.
    return false;
  }
}

/** Removes a lock file whose process is not PostgreSQL (any more). Its shared memory still guards the data. */
export function removeStaleLock(cluster: string): void {
  rmSync(lockFile(cluster), { force: true });
}

/** Asks for a fast shutdown (sessions are ended, everything is written), and waits for it. */
export async function endPostmaster(pid: number, cluster: string, limitMs = 20_000): Promise<void> {
  const until = Date.now() + limitMs;
  signal(pid, 'SIGINT');
  for (let asked = 1; isPostmaster(pid, cluster); await wait(POLL_MS)) {
    if (Date.now() < until) continue;
    if (asked === 2) throw new Error(`PostgreSQL (process ${pid}) does not end.`);
    // Without a last checkpoint: the next start replays the log.
    signal(pid, 'SIGQUIT');
    asked = 2;
    await wait(5000);
  }
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Starts PostgreSQL on the cluster and waits until it takes connections. It runs in a session of its own: an interrupt
 * at the terminal reaches the server, which finishes what it has accepted and then ends the database.
 * @returns its process id
 * @throws with the last lines of its log
 */
export async function startPostmaster(
  at: Locations,
  binaries: Binaries,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  if ((statSync(at.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(at.log);
  const logStart = statSync(at.log, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(at.log, 'a', 0o600);
  const child = spawn(binaries.postgres, ['-D', at.cluster, ...flags({ ...postgresSettings(port), ...settings })], {
    ...(at.account === null ? {} : { uid: at.account.uid, gid: at.account.gid }),
    cwd: '/',
    env: programEnvironment(),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let ended: string | null = null;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, name) => (ended = `it ended with ${name ?? String(code)}`));
  child.unref();
  for (const until = Date.now() + START_LIMIT_MS; ; await wait(POLL_MS)) {
    const found = readPostmaster(at.cluster);
    if (ended === null && found !== null && found.pid === child.pid && found.ready) return found.pid;
    if (ended !== null || Date.now() > until) throw startFailure(at.log, logStart, ended ?? 'it took too long');
  }
}

function startFailure(log: string, from: number, why: string): Error {
  const lines = readFileSync(log).subarray(from).toString('utf8').trim().split('\n').slice(-15).join('\n');
  return new DatabaseStartError(`PostgreSQL did not start: ${why}.\n${lines}\n(The whole log: ${log})`);
}

/** A port that is free at this moment; whoever uses it must be ready to find it taken. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Durable, reachable from this machine alone, and small: about 15 MB and five processes when idle. */
function postgresSettings(port: number): Record<string, string> {
  const memory = Math.min(process.constrainedMemory() || Infinity, totalmem());
  // Only touched pages cost memory; the rest of the machine's memory serves as the file cache.
  const buffersMb = Math.round(Math.min(512, Math.max(32, memory / 16 / 1024 / 1024)));
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${buffersMb}MB`,
    max_connections: '80',
    wal_level: 'minimal',
    max_wal_senders: '0',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    // A statement that fails holds people's words: the log names the error alone.
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
}

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function lockFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}

/** Whether a cluster is there at all. */
export function hasCluster(cluster: string): boolean {
  return existsSync(path.join(cluster, 'PG_VERSION'));
}
