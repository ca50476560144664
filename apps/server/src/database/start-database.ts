import type { Config } from '../config/config.js';
import type { Logger } from '../kernel/logger.js';
import { connectionAdvice } from './connection-advice.js';
import { Database, type DatabaseUrls } from './database.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { migrate } from './migrate.js';

export interface StartedDatabase {
  readonly database: Database;
  /** Where the built-in PostgreSQL keeps its data; `null` when another one is used. */
  readonly folder: string | null;
  /** Closes both pools, and ends the built-in PostgreSQL when no other server uses it. */
  stop(): Promise<void>;
}

/** What PostgreSQL must do for "acknowledged" to mean "survives a crash". */
const DURABLE_SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes'];

/**
 * Everything that comes before the application: starts the built-in PostgreSQL when no address is configured, checks
 * both connections and PostgreSQL's durability, and migrates. When it returns, both connections work.
 * @throws Error whose message says which connection failed and what to do about it, or why a migration failed
 */
export async function startDatabase(config: Config, logger: Logger): Promise<StartedDatabase> {
  const { pooledUrl, directUrl } = config.database;
  const embedded = pooledUrl === null || directUrl === null ? await startEmbedded(config, logger) : null;
  const urls: DatabaseUrls = { pooled: pooledUrl ?? embedded?.url ?? '', direct: directUrl ?? embedded?.url ?? '' };
  const database = new Database(urls, config.database, config.limits, logger);
  const stop = async () => {
    await database.close();
    await embedded?.stop();
  };
  try {
    await check(database, 'pooled', 'DATABASE_URL', urls.pooled);
    await check(database, 'realtime', 'DIRECT_URL', urls.direct);
    await warnWhenNotDurable(database, logger);
    const migrated = await migrate(urls.direct);
    if (migrated.length > 0) logger.info({ migrations: migrated }, 'the database was brought to this version');
    return { database, folder: embedded?.folder ?? null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEmbedded(config: Config, logger: Logger): Promise<EmbeddedPostgres> {
  const embedded = await EmbeddedPostgres.start({
    dataDir: config.server.dataDir,
    logger,
    onFirstStart: (folder) => logger.info({ folder }, 'making the database'),
  });
  const state = embedded.adopted ? 'took over the PostgreSQL that was running' : 'started PostgreSQL';
  logger.info({ folder: embedded.folder, pid: embedded.pid }, state);
  return embedded;
}

async function check(database: Database, client: 'pooled' | 'realtime', variable: string, url: string): Promise<void> {
  try {
    await database[client].query('select 1');
  } catch (error) {
    throw new Error(await connectionAdvice(variable, url, error), { cause: error });
  }
}

async function warnWhenNotDurable(database: Database, logger: Logger): Promise<void> {
  const rows = await database.realtime.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [DURABLE_SETTINGS],
  );
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
  if (off.length === 0) return;
  logger.error(
    { off },
    `PostgreSQL runs with ${off.join(', ')} off: a crash of the machine can lose messages that were acknowledged. Switch it on.`,
  );
}
