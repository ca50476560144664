import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { makeFolder } from '../../config/make-folder.js';
import { backupClient } from './backup-client.js';
import {
  BackupError,
  type BackupSequence,
  type BackupTable,
  type Manifest,
  MANIFEST,
  manifestText,
} from './backup-form.js';
import { writePieces } from './piece-files.js';
import { copyTree } from './stored-tree.js';
import { type PlannedTable, plannedTables, qualified, schemaOfChat, SEQUENCES } from './table-plan.js';

export interface BackupOptions {
  /** Of PostgreSQL itself. */
  readonly url: string;
  /** Made here; it may not exist, or be empty. */
  readonly folder: string;
  /** Other schemas that belong to the chat. */
  readonly otherSchemas: readonly string[];
  /** The folder of the uploads; null: they are elsewhere. */
  readonly files: string | null;
}

/**
 * Writes everything that is committed at one moment into a folder: the rows of all tables, and the uploads. Servers may
 * run meanwhile; nobody waits for it. The schema is not in it: the program makes that.
 * @throws BackupError, or what `pg` and the file system throw; then the folder is no backup
 */
export async function writeBackup({ url, folder, otherSchemas, files }: BackupOptions): Promise<Manifest> {
  try {
    makeFolder(path.join(folder, 'tables'), 0o700);
  } catch (error) {
    throw new BackupError(`${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
  if ((await readdir(folder)).length > 1 || (await readdir(path.join(folder, 'tables'))).length > 0) {
    throw new BackupError(`${folder} is not empty: give every backup a folder of its own.`);
  }
  const client = await backupClient(url, 'backup');
  try {
    await client.query('begin isolation level repeatable read, read only');
    const own = await schemaOfChat(client);
    const { rows } = await client.query<{ at: Date; epoch: string; migrations: string[] }>(
      `select now() as at, (select epoch from ${qualified(client, own, 'server_state')}) as epoch,
         (select array_agg(name order by name) from ${qualified(client, own, 'stm_chat_migrations')}) as migrations`,
    );
    const [state] = rows;
    if (state === undefined) throw new BackupError('There is no chat in this database.');
    const tables: BackupTable[] = [];
    for (const table of await plannedTables(client, own, otherSchemas))
      tables.push(await writeTable(client, own, table, folder));
    const sequences = await client.query<BackupSequence & { schema: string }>(SEQUENCES, [[own, ...otherSchemas]]);
    await client.query('commit');
    // After the rows: a file that they speak of was there before them.
    const stored = files === null ? null : await copyTree(files, folder, 'files');
    const manifest: Manifest = {
      form: 1,
      takenAt: state.at.toISOString(),
      epoch: state.epoch,
      migrations: state.migrations,
      tables,
      sequences: sequences.rows.map((row) => ({ ...row, schema: row.schema === own ? null : row.schema })),
      files: stored === null ? null : [...stored],
    };
    await writeFile(path.join(folder, MANIFEST), manifestText(manifest), { mode: 0o600, flag: 'wx', flush: true });
    return manifest;
  } finally {
    await client.end();
  }
}

async function writeTable(client: Client, own: string, table: PlannedTable, folder: string): Promise<BackupTable> {
  const { schema, name, columns } = table;
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const stream = client.query(copyTo(`copy ${qualified(client, schema ?? own, name)} (${list}) to stdout`));
  const pieces = await writePieces(stream, folder, `tables/${schema === null ? '' : `${schema}.`}${name}`);
  return { schema, name, columns: [...columns], rows: stream.rowCount, pieces: [...pieces] };
}
