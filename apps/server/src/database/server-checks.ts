import type { Limits } from '../config/config.js';
import type { Logger } from '../kernel/logger.js';
import { TRANSACTION_POOLER } from './connection-advice.js';
import type { Database } from './database.js';
import type { RealtimeClient } from './database-client.js';
import { sqlState } from './database-errors.js';
import type { DirectConnection } from './direct-connection.js';
import { DatabaseStartError } from './start-error.js';

const OLDEST_VERSION = 15;
/** What PostgreSQL must do for "acknowledged" to mean "survives a crash". */
const DURABLE_SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes'];
const LOOKED_AT = [...DURABLE_SETTINGS, 'server_version_num', 'server_version', 'server_encoding', 'statement_timeout'];
const NO_SUCH_TABLE = '42P01';

/**
 * Refuses a direct connection on which statements wander from one session of PostgreSQL to another: locks and prepared
 * statements would be left behind. PgBouncer gives itself away by refusing the time-outs, others do not.
 * @throws DatabaseStartError that says what to do
 */
export async function refuseTransactionPooler(realtime: RealtimeClient): Promise<void> {
  const opened: DirectConnection[] = [];
  try {
    const one = await realtime.connect('check');
    opened.push(one);
    const two = await realtime.connect('check');
    opened.push(two);
    const before = [await sessionOf(one), await sessionOf(one)];
    // A transaction pooler gives the session that was used last, and now this one keeps it.
    await two.query('begin', []);
    await sessionOf(two);
    const sessions = new Set([...before, await sessionOf(one)]);
    if (sessions.size > 1) throw new DatabaseStartError(`❌ DIRECT_URL: ${TRANSACTION_POOLER}`);
  } finally {
    for (const connection of opened) await connection.close();
  }
}

async function sessionOf(connection: DirectConnection): Promise<number | undefined> {
  const [row] = await connection.query<{ pid: number }>('select pg_backend_pid() as pid', []);
  return row?.pid;
}

/**
 * Looks at the PostgreSQL that was found.
 * @throws DatabaseStartError that says what to do, when it is too old or does not keep text as UTF-8
 */
export async function checkServer(realtime: RealtimeClient, { statementMs }: Limits, logger: Logger): Promise<void> {
  const rows = await realtime.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [LOOKED_AT],
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  if (Number(settings.get('server_version_num')) < OLDEST_VERSION * 10_000) {
    throw new DatabaseStartError(
      `❌ This is PostgreSQL ${settings.get('server_version')}; the server needs ${OLDEST_VERSION} or newer.`,
    );
  }
  if (settings.get('server_encoding') !== 'UTF8') {
    throw new DatabaseStartError(
      `❌ The database keeps text as ${settings.get('server_encoding')}. Make one with: create database NAME encoding 'UTF8' template template0`,
    );
  }
  const off = DURABLE_SETTINGS.filter((name) => settings.get(name) === 'off');
  if (off.length > 0) {
    logger.error(
      { off },
      `PostgreSQL runs with ${off.join(', ')} off: a crash of the machine can lose messages that were acknowledged. Switch it on.`,
    );
  }
  if (statementMs !== null && settings.get('statement_timeout') === '0') {
    logger.warn(
      {},
      'DIRECT_URL leads through a pooler that drops statement_timeout, lock_timeout and idle_in_transaction_session_timeout. Set them for the role: alter role NAME set statement_timeout = ...',
    );
  }
}

/**
 * Two addresses of one database, or messages would be written where nobody reads them. Both have been migrated.
 * @throws DatabaseStartError that says so
 */
export async function refuseDifferentDatabases({ pooled, realtime }: Database): Promise<void> {
  const [direct] = await realtime.query<{ epoch: string }>(EPOCH);
  const [other] = await pooled.query<{ epoch: string }>(EPOCH).catch((error: unknown) => {
    if (sqlState(error) === NO_SUCH_TABLE) return [];
    throw error;
  });
  if (direct?.epoch === other?.epoch) return;
  throw new DatabaseStartError('❌ DATABASE_URL and DIRECT_URL lead to two different databases (or search_paths).');
}

const EPOCH = 'select epoch from server_state';
