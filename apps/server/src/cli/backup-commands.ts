import path from 'node:path';
import type { Config } from '../config/config.js';
import type { Manifest } from '../database/backup/backup-form.js';
import { restoreBackup } from '../database/backup/restore-backup.js';
import { writeBackup } from '../database/backup/write-backup.js';
import { reachDatabase, type StartedDatabase } from '../database/start-database.js';
import { prepareJobs } from '../features/jobs/job-runner.js';
import { JOBS_SCHEMA } from '../features/jobs/jobs.queries.js';
import { counted, sizeOf } from './counted.js';
import { operatorConfig, type Operator, quietLogger } from './operator.js';

export interface BackupFlags {
  readonly withFiles: boolean;
  /** Of a restore: what is in the database is lost. */
  readonly replace: boolean;
}

/** Writes a backup into a new folder. */
export async function backup(operator: Operator, folder: string, { withFiles }: BackupFlags): Promise<boolean> {
  return inDatabase(operator, async (config, { directUrl }) => {
    const began = performance.now();
    const manifest = await writeBackup({
      url: directUrl,
      folder: path.resolve(folder),
      otherSchemas: [JOBS_SCHEMA],
      files: filesFolder(config, withFiles),
    });
    operator.say(`Wrote ${contentOf(manifest)} to ${folder} in ${secondsSince(began)}.`);
    if (config.files.s3 !== null) operator.say('The uploads are in the bucket: back that up as well.');
    operator.say('Keep JWT_SECRET and EVIDENCE_KEY elsewhere: they are not in it.');
  });
}

/** Makes the database what it was. */
export async function restore(
  operator: Operator,
  folder: string,
  { withFiles, replace }: BackupFlags,
): Promise<boolean> {
  return inDatabase(operator, async (config, { database, directUrl }) => {
    const began = performance.now();
    const logger = quietLogger(operator.complain);
    // Of this program itself, and idle: a server's would be in the way.
    await database.close();
    const manifest = await restoreBackup({
      url: directUrl,
      folder: path.resolve(folder),
      files: filesFolder(config, withFiles),
      jobsSchema: JOBS_SCHEMA,
      prepareJobs: () => prepareJobs({ database, logger }),
      replace,
    });
    operator.say(`Restored ${contentOf(manifest)}, as of ${manifest.takenAt}, in ${secondsSince(began)}.`);
    if (manifest.files === null) operator.say('The uploads are not in the backup: bring the bucket back as well.');
  });
}

async function inDatabase(
  operator: Operator,
  work: (config: Config, reached: StartedDatabase) => Promise<void>,
): Promise<true> {
  const config = operatorConfig(operator.env);
  const reached = await reachDatabase(config, quietLogger(operator.complain));
  try {
    await work(config, reached);
    return true;
  } finally {
    await reached.stop();
  }
}

function filesFolder({ server, files }: Config, withFiles: boolean): string | null {
  return files.s3 !== null || !withFiles ? null : path.join(server.dataDir, 'files');
}

function contentOf({ tables, files }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = tables.flatMap(({ pieces }) => pieces).reduce((sum, piece) => sum + piece.bytes, 0);
  const uploads = files === null ? '' : ` and ${counted(files.length, 'file')}`;
  return `${counted(rows, 'row')} (${sizeOf(bytes)})${uploads}`;
}

const secondsSince = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
