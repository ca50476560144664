import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import { BoundedPool } from './bounded-pool.js';
import { asCommandError, planIsStale, type Timeout, timeoutOf } from './database-errors.js';
import { DirectConnection } from './direct-connection.js';
import { GuardedDriver, type ServerTimeouts } from './guarded-driver.js';
import type { Tables } from './tables.js';
import { valueTypes } from './value-types.js';
import { traced } from '../kernel/tracing.js';

export interface ClientSettings {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly poolSize: number;
  readonly poolQueue: number | null;
  readonly poolWaitMs: number | null;
  readonly timeouts: ServerTimeouts;
  /** The address is a transaction pooler's: no start-up parameters, no session state. */
  readonly throughPooler: boolean;
  readonly onIdleError: (error: Error) => void;
}

/** Beyond the database's own time-out the server waits this much longer for an answer: a pooler can lose one for ever. */
const ANSWER_MARGIN_MS = 1000;
const CONNECT_TIMEOUT_MS = 5000;
/** Routers forget connections that are silent for some minutes, and tell nobody. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/**
 * One of the two clients: Kysely over a bounded pool, and `query` for SQL by hand. Failures that are not the
 * statement's own fault are thrown as `CommandError` `unavailable`; others as `pg` throws them (see `sqlState`).
 * Statements are unnamed, so that a transaction pooler may carry them.
 */
export class DatabaseClient extends Kysely<Tables> {
  protected readonly pool: BoundedPool;
  protected readonly settings: ClientSettings;

  constructor(settings: ClientSettings) {
    const pool = new BoundedPool({
      connection: connectionOptions(settings, settings.applicationName),
      size: settings.poolSize,
      queue: settings.poolQueue,
      waitMs: settings.poolWaitMs,
      onIdleError: settings.onIdleError,
    });
    super({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new GuardedDriver(pool, settings.throughPooler ? settings.timeouts : null),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    this.pool = pool;
    this.settings = settings;
  }

  /** Runs SQL written by hand; `$1` … are `values`. */
  async query<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { rows } = await traced(
      'SQL',
      () => statementOf(text),
      () => this.executeQuery<R>(CompiledQuery.raw(text, [...values])),
    );
    return rows;
  }

  /** For the metrics: how many seconds each call waited for a connection, which limit refused one, and the database's time-outs. */
  observe(
    onWait: (seconds: number) => void,
    onRefused: (limiter: 'pool_queue' | 'pool_wait') => void,
    onTimeout: (timeout: Timeout) => void,
  ): void {
    this.pool.onWait = onWait;
    this.pool.onRefused = onRefused;
    this.pool.onError = (error) => {
      const timeout = timeoutOf(error);
      if (timeout !== null) onTimeout(timeout);
    };
  }

  /** Calls that wait for a connection at this moment, and connections in use. */
  get load(): { readonly waiting: number; readonly inUse: number } {
    return { waiting: this.pool.waiting, inUse: this.pool.inUse };
  }
}

/** The client on the direct connection: in addition, prepared statements and connections of one's own. */
export class RealtimeClient extends DatabaseClient {
  /** A statement that each connection plans once. `name` stands for `text`, for ever: give every text its own. */
  prepared<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return traced(
      `SQL ${name}`,
      () => statementOf(text),
      () => this.#prepared<R>(name, text, values),
    );
  }

  async #prepared<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    const statement = { text, values: [...values] };
    let lease;
    let stale = false;
    try {
      const own = await this.pool.acquire();
      lease = own;
      const { rows } = await own.query({ name, ...statement }).catch((error: unknown) => {
        if (!planIsStale(error)) throw error;
        // A newer server has migrated under this one: the next connection plans it anew.
        stale = true;
        return own.query(statement);
      });
      return rows as R[];
    } catch (error) {
      throw asCommandError(error);
    } finally {
      lease?.release(stale);
    }
  }

  /** A connection outside the pool, with the same time-outs. @throws what `pg` throws */
  connect(purpose: string): Promise<DirectConnection> {
    return DirectConnection.open(
      connectionOptions(this.settings, `${this.settings.applicationName} ${purpose}`),
      (error) => this.pool.onError(error),
    );
  }

  /**
   * A pool for a library that brings its own statements: without time-outs of the database, and values as `pg` gives them.
   * @param answerMs how long an answer may take until the statement fails; null: for ever, also when the network lost it
   */
  openPool(purpose: string, size: number, answerMs: number | null): Pool {
    const pool = new Pool({
      connectionString: this.settings.url,
      application_name: `${this.settings.applicationName} ${purpose}`,
      ...KEEP_ALIVE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...(answerMs === null ? {} : { query_timeout: answerMs }),
      max: size,
    });
    // Without a listener a connection that breaks would end the process, whether it is idle or lent.
    pool.on('error', this.settings.onIdleError);
    pool.on('connect', (client) => client.on('error', this.settings.onIdleError));
    return pool;
  }
}

function connectionOptions(settings: ClientSettings, applicationName: string): PoolConfig {
  const { statementMs, lockMs, idleTransactionMs } = settings.timeouts;
  const session = {
    ...(statementMs === null ? {} : { statement_timeout: statementMs }),
    ...(lockMs === null ? {} : { lock_timeout: lockMs }),
    ...(idleTransactionMs === null ? {} : { idle_in_transaction_session_timeout: idleTransactionMs }),
  };
  return {
    connectionString: settings.url,
    application_name: applicationName,
    types: valueTypes,
    ...KEEP_ALIVE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(statementMs === null ? {} : { query_timeout: statementMs + ANSWER_MARGIN_MS }),
    ...(settings.throughPooler ? { pipeline: true } : session),
  };
}

/** What is sent to the database without its values. */
const statementOf = (text: string) => ({ 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, 500) });
