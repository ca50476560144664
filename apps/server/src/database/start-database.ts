import type { Config } from '../config/config.js';
import type { Logger } from '../kernel/logger.js';
import { connectionAdvice } from './connection-advice.js';
import { checkServer, refuseDifferentDatabases, refuseTransactionPooler } from './server-checks.js';
import { Database, type DatabaseUrls } from './database.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { migrate } from './migrate.js';
import { DatabaseStartError } from './start-error.js';

export interface StartedDatabase {
  readonly database: Database;
  /** Of PostgreSQL itself. */
  readonly directUrl: string;
  /** Where the built-in PostgreSQL keeps its data; `null` when another one is used. */
  readonly folder: string | null;
  /** Closes both pools, and ends the built-in PostgreSQL when no other server uses it. */
  stop(): Promise<void>;
}

/**
 * Everything that comes before the application: starts the built-in PostgreSQL when no address is configured, checks
 * both connections and what they lead to, and migrates. When it returns, both connections work.
 * @throws DatabaseStartError whose message says which connection failed and what to do about it, or why a migration failed
 */
export async function startDatabase(config: Config, logger: Logger): Promise<StartedDatabase> {
  const reached = await reachDatabase(config, logger);
  try {
    const migrated = await migrate(reached.directUrl, { onWait: (message) => logger.warn({}, message) });
    if (config.database.pooledUrl !== config.database.directUrl) await refuseDifferentDatabases(reached.database);
    if (migrated.length > 0) logger.info({ migrations: migrated }, 'the database was brought to this version');
    return reached;
  } catch (error) {
    await reached.stop();
    throw error;
  }
}

/** As `startDatabase`, but leaves the schema as it is: there may be none, or one of another version. */
export async function reachDatabase(config: Config, logger: Logger): Promise<StartedDatabase> {
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
    if (embedded === null) await refuseTransactionPooler(database.realtime);
    await checkServer(database.realtime, config.limits, logger);
    return { database, directUrl: urls.direct, folder: embedded?.folder ?? null, stop };
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
    throw new DatabaseStartError(await connectionAdvice(variable, url, error), error);
  }
}
