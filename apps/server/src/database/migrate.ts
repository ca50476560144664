import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Kysely, Migrator, PostgresDialect, sql, type Migration } from 'kysely';
import { Pool } from 'pg';
import { sqlState } from './database-errors.js';
import { adviceOnRights, DatabaseStartError, WHO_AND_WHERE, type WhoAndWhere } from './start-error.js';

/** Numbered SQL files; the same folder seen from `src/database` and from `dist/database`. */
const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));
const MIGRATION_TABLE = 'stm_chat_migrations';
const NO_TIMEOUTS = 'set statement_timeout = 0; set idle_in_transaction_session_timeout = 0';
/** Who waits for a table makes everybody wait behind: no longer than this, and then they go first. */
const LOCK_MS = 2000;
const LOCK_PAUSE_MS = 5000;
/** A lock was not to be had, or only by whoever waits for this one. */
const IN_EACH_OTHERS_WAY = new Set(['55P03', '40P01']);
/** Functions may name each other whatever the order of their files. */
const LATE_BODIES = 'set local check_function_bodies = off;';
const DUPLICATE_TABLE = '42P07';
/** A table that is not there, or no longer has the column that was there a moment ago. */
const CHANGED_UNDERNEATH = new Set(['42P01', '42703']);
const CHANGED_TRIES = 50;
const LOOK_PAUSE_MS = 50;

/** The database cannot be brought to this version; the message says why and what to do. */
export class MigrationError extends DatabaseStartError {
  override readonly name = 'MigrationError';
}

export interface MigrateOptions {
  /** Where the files are; tests have others. */
  readonly folder?: string;
  /** The last step that is taken: for a backup of an older version, which is filled in before the others. */
  readonly upTo?: string;
  /** Told whenever something that others hold was not to be had for so long; then all of it is undone, and tried again. */
  readonly onWait?: (message: string) => void;
}

/** The names of this version's steps, in order. */
export async function knownMigrations(): Promise<readonly string[]> {
  return Object.keys(await readMigrations(MIGRATIONS));
}

/**
 * Brings the schema to this version, all new files in one transaction: after a failure the database is as it was.
 * Servers that start together wait for each other, by a session lock: only over a direct connection. While somebody reads a table
 * that is to be changed (a backup does, for as long as it takes), the servers of the previous build go on, and this waits.
 * A numbered file that was once released is never edited; a change is a new file. Functions are edited where they stand,
 * in `functions/`, and made again with the next numbered file (see its README).
 * @returns the names of the migrations that were run, in order
 * @throws MigrationError when the database knows migrations that this version does not, or when one fails
 */
export async function migrate(directUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { folder = MIGRATIONS, upTo, onWait } = options;
  const pool = new Pool({ connectionString: directUrl, max: 1, application_name: 'stm-chat migrate' });
  // A connection that breaks under a statement fails that statement; one that breaks while it is being closed is closed.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    // Time-outs that the role or the database has are for requests; a migration takes its time, or waits for its turn.
    await sql.raw(`${NO_TIMEOUTS}; set lock_timeout = ${LOCK_MS}`).execute(db);
    const migrations = await readMigrations(folder);
    await refuseNewerDatabase(db, migrations);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations) },
      migrationTableName: MIGRATION_TABLE,
      migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    });
    let changed = 0;
    for (;;) {
      const { error, results } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
      if (error === undefined) return results?.map(({ migrationName }) => migrationName) ?? [];
      if (IN_EACH_OTHERS_WAY.has(sqlState(error) ?? '')) {
        onWait?.(
          'the database cannot be brought to this version while others, such as a backup, use what is to be changed',
        );
        await pause(LOCK_PAUSE_MS);
        continue;
      }
      const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
      // The migrator looks at every table of the database by name before it begins. A server that started with this one
      // may be renaming one of the job library's at that moment.
      changed += 1;
      if (failed !== undefined || !CHANGED_UNDERNEATH.has(sqlState(error) ?? '') || changed === CHANGED_TRIES)
        throw failure(error, failed, await rightsAdvice(db, error));
      await pause(LOOK_PAUSE_MS);
    }
  } finally {
    await db.destroy();
  }
}

/** The numbered steps; the last one also makes every function as it is now: it runs whenever one does, unless `upTo` ends before it. */
async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const steps = await readSql(folder, /^\d{4}_\w+\.sql$/);
  const functions = await readSql(path.join(folder, 'functions'), /^[a-z_]+\.sql$/);
  const whole = [LATE_BODIES, ...functions.map(({ text }) => text)].join('\n');
  const entries = steps.map(({ name, text }, index): [string, Migration] => {
    const texts = index === steps.length - 1 ? [text, whole] : [text];
    return [name, { up: (db) => runAll(db, texts) }];
  });
  return Object.fromEntries(entries);
}

async function runAll(db: Kysely<unknown>, texts: readonly string[]): Promise<void> {
  for (const text of texts) await sql.raw(text).execute(db);
}

async function readSql(folder: string, wanted: RegExp): Promise<{ name: string; text: string }[]> {
  const files = (await readdir(folder)).filter((file) => wanted.test(file)).toSorted();
  const read = async (file: string) => ({
    name: path.basename(file, '.sql'),
    text: await readFile(path.join(folder, file), 'utf8'),
  });
  return Promise.all(files.map(read));
}

async function refuseNewerDatabase(db: Kysely<unknown>, known: Record<string, Migration>): Promise<void> {
  const { rows: found } = await sql<{
    exists: boolean;
  }>`select to_regclass(${MIGRATION_TABLE}) is not null as exists`.execute(db);
  if (found[0]?.exists !== true) return;
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(
    db,
  );
  const unknown = rows.map(({ name }) => name).filter((name) => !(name in known));
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database was set up by a newer version of this server (it has ${unknown.join(', ')}). Start that version or a newer one; nothing was changed.`,
    );
  }
}

async function rightsAdvice(db: Kysely<unknown>, error: unknown): Promise<string | null> {
  const { rows } = await sql
    .raw<WhoAndWhere>(WHO_AND_WHERE)
    .execute(db)
    .catch(() => ({ rows: [] }));
  return rows[0] === undefined ? null : adviceOnRights(error, rows[0]);
}

function failure(error: unknown, name: string | undefined, advice: string | null): MigrationError {
  const reason = error instanceof Error ? error.message : String(error);
  const hint =
    sqlState(error) === DUPLICATE_TABLE
      ? ' Another application’s tables are here: give this server a database, or a role with a search_path, of its own.'
      : '';
  const what = name === undefined ? 'The database cannot be migrated' : `Migration ${name} failed`;
  return new MigrationError(
    `${what}, and nothing was changed: ${reason}.${advice === null ? hint : ` ${advice}`}`,
    error,
  );
}
