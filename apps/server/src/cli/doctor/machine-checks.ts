import { readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { makeFolder } from '../../config/make-folder.js';
import { asking, type Finding, good, warning } from './finding.js';

const LEAST_FILES = 4096;
/** As many as the server asks for: `create-server.ts`. */
const LEAST_BACKLOG = 4096;
const LEAST_DISK_BYTES = 1024 ** 3;
const LEAST_MEMORY_BYTES = 512 * 1024 ** 2;

/** The machine and the folder, as this account finds them. */
export async function checkMachine({ server, files }: Config): Promise<readonly Finding[]> {
  return [
    ...(await openFiles()),
    ...(await backlog()),
    ...memory(),
    ...processes(server.workers),
    ...(await asking(`DATA_DIR ${server.dataDir}`, 'Let the account of the server write there.', () =>
      folder(server.dataDir, files.s3 === null),
    )),
  ];
}

async function openFiles(): Promise<Finding[]> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const most = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  if (Number.isNaN(most)) return [];
  const connections = Math.floor(most * 0.7).toLocaleString('en');
  return most < LEAST_FILES
    ? [
        warning(
          `The process may open ${most} files, and 70 % of them can be connections (${connections}).`,
          'Raise it: `ulimit -n 65536`, LimitNOFILE=65536 of systemd, or --ulimit nofile=65536 of docker run.',
        ),
      ]
    : [good(`Open files: ${most.toLocaleString('en')}, which makes ${connections} connections.`)];
}

async function backlog(): Promise<Finding[]> {
  const most = Number((await readFile('/proc/sys/net/core/somaxconn', 'utf8').catch(() => '')).trim() || Number.NaN);
  if (Number.isNaN(most) || most >= LEAST_BACKLOG) return [];
  return [
    warning(
      `The system keeps ${most} new connections while the server is busy; more that come at once, as after a restart, are lost.`,
      'Raise it: `sysctl net.core.somaxconn=4096`, or --sysctl net.core.somaxconn=4096 of docker run.',
    ),
  ];
}

function memory(): Finding[] {
  const bytes = process.constrainedMemory() > 0 ? Math.min(process.constrainedMemory(), totalmem()) : totalmem();
  const text = `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MiB`;
  return bytes < LEAST_MEMORY_BYTES
    ? [
        warning(
          `There are ${text} of memory.`,
          'Give the server 512 MiB: large images are made anew in a process of their own.',
        ),
      ]
    : [good(`Memory: ${text}.`)];
}

function processes(workers: number): Finding[] {
  const cores = availableParallelism();
  return workers <= cores
    ? []
    : [
        warning(
          `WORKERS=${workers} on ${cores} cores.`,
          `Set WORKERS to ${cores} or less: PostgreSQL wants some as well.`,
        ),
      ];
}

async function folder(dataDir: string, keepsUploads: boolean): Promise<Finding[]> {
  makeFolder(dataDir);
  const probe = path.join(dataDir, `.doctor-${process.pid}`);
  await writeFile(probe, 'x');
  await rm(probe);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${dataDir}`;
  return keepsUploads && free < LEAST_DISK_BYTES
    ? [warning(`${text}, where uploads are kept.`, 'Make room, or set S3_* to keep uploads elsewhere.')]
    : [good(`${text}.`)];
}
