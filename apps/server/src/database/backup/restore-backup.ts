import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { knownMigrations, migrate } from '../migrate.js';
import { backupClient } from './backup-client.js';
import { BackupError, type BackupTable, type Manifest, readManifest } from './backup-form.js';
import { readPieces } from './piece-files.js';
import { dropIndexes } from './restore-indexes.js';
import { moveFeed, newEpoch, releaseJobs, setSequences } from './restore-state.js';
import { restoreTree } from './stored-tree.js';
import { qualified, schemaOfChat } from './table-plan.js';

const LOOKS = 20;
const LOOK_PAUSE_MS = 100;

export interface RestoreOptions {
  readonly url: string;
  readonly folder: string;
  /** Where uploads belong; null: they are elsewhere. */
  readonly files: string | null;
  /** Makes the tables of the job library, which has migrations of its own. */
  readonly prepareJobs: () => Promise<void>;
  readonly jobsSchema: string;
  /** What is in the database goes, and the backup comes in its place. */
  readonly replace: boolean;
}

/**
 * Makes a database what it was when the backup was taken, in one transaction: after a failure it is as it was. It gets a
 * new epoch, so that clients which have seen more drop what they hold and ask anew.
 * @throws BackupError, or what `pg` and the file system throw
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { url, folder, files, replace } = options;
  const manifest = await readManifest(folder);
  await refuseNewer(manifest);
  const client = await backupClient(url, 'restore');
  try {
    await refuseInUse(client);
    await refuseOccupied(client, manifest, replace);
    await migrate(url, { upTo: manifest.migrations.at(-1) ?? '' });
    if (manifest.tables.some(({ schema }) => schema === options.jobsSchema)) await options.prepareJobs();
    // Before the rows that speak of them; files that no row speaks of are swept.
    if (manifest.files !== null && files !== null) await restoreTree(folder, manifest.files, 'files', files);
    await client.query("begin; set local maintenance_work_mem = '256MB'");
    await fill(client, manifest, options);
    await client.query('commit');
    // The steps since then, and the functions as they are now.
    await migrate(url);
    await client.query('analyze');
    return manifest;
  } finally {
    await client.end();
  }
}

async function fill(client: Client, manifest: Manifest, { folder, jobsSchema }: RestoreOptions): Promise<void> {
  const own = await schemaOfChat(client);
  const nameOf = (table: Pick<BackupTable, 'schema' | 'name'>) => qualified(client, table.schema ?? own, table.name);
  const all = manifest.tables.map(nameOf);
  await client.query(`truncate ${all.join(', ')}`);
  for (const table of all) await client.query(`alter table ${table} disable trigger user`);
  const makeIndexes = await dropIndexes(client, [own, jobsSchema]);
  for (const table of manifest.tables) {
    if (table.pieces.length === 0) continue;
    const list = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const target = client.query(copyFrom(`copy ${nameOf(table)} (${list}) from stdin`));
    await pipeline(readPieces(folder, table.pieces), target);
    if (target.rowCount !== table.rows) {
      throw new BackupError(`${table.name} has ${target.rowCount} rows instead of ${table.rows}. Nothing was changed.`);
    }
  }
  await makeIndexes();
  await setSequences(client, own, manifest.sequences);
  await moveFeed(client, own);
  await releaseJobs(client, jobsSchema);
  await newEpoch(client, own, manifest);
  for (const table of all) await client.query(`alter table ${table} enable trigger user`);
}

async function refuseNewer({ migrations }: Manifest): Promise<void> {
  const known = new Set(await knownMigrations());
  const strange = migrations.filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new BackupError(
      `The backup was taken from a newer version of this server (it has ${strange.join(', ')}). Restore it with that version or a newer one.`,
    );
  }
}

/** A server that goes on would write by what it remembers of the state before. */
async function refuseInUse(client: Client): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const { rows } = await client.query<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'stm-chat%'`,
    );
    if (rows.length === 0) return;
    // PostgreSQL still sees a server for a moment that has just ended.
    await pause(LOOK_PAUSE_MS);
  }
  throw new BackupError('A server is connected to this database. Stop every server first.');
}

async function refuseOccupied(client: Client, manifest: Manifest, replace: boolean): Promise<void> {
  const { rows } = await client.query<{ made: boolean }>(
    "select to_regclass('stm_chat_migrations') is not null as made",
  );
  if (rows[0]?.made !== true) return;
  const state = await client.query<{ migrations: string[] | null; occupied: boolean }>(
    `select (select array_agg(name order by name) from stm_chat_migrations) as migrations,
       exists (select from users) or exists (select from chats) as occupied`,
  );
  const [found] = state.rows;
  if (found === undefined || found.migrations === null) return;
  if (found.occupied && !replace) {
    throw new BackupError(
      'This database has users or chats. Restore into an empty one, or add --replace to lose what is in it.',
    );
  }
  if (found.migrations.join() !== manifest.migrations.join()) {
    throw new BackupError(
      'This database is of another version than the backup. Restore into a new, empty database (`create database`): it is brought to this version afterwards.',
    );
  }
}
