import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';
import type { BoundedPool, Lease } from './bounded-pool.js';
import { asCommandError } from './database-errors.js';

/** Time-outs that the database itself enforces, in milliseconds; `null`: none. */
export interface ServerTimeouts {
  readonly statementMs: number | null;
  readonly lockMs: number | null;
  readonly idleTransactionMs: number | null;
}

/**
 * Kysely's connection to a `BoundedPool`.
 *
 * A transaction pooler refuses time-outs among the start-up parameters and forgets them between transactions, so that
 * `SET LOCAL` in every transaction is the only way to have any. With `prelude` every statement becomes a small
 * transaction: BEGIN with its time-outs, the statement, COMMIT. The three leave together (`pipeline` on the pool's
 * connections) and cost one round trip.
 */
export class GuardedDriver implements Driver {
  readonly #pool: BoundedPool;
  readonly #prelude: string | null;

  /** @param timeouts `null` when the session has them already (a direct connection) */
  constructor(pool: BoundedPool, timeouts: ServerTimeouts | null) {
    this.#pool = pool;
    this.#prelude = timeouts === null ? null : setLocal(timeouts);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<GuardedConnection> {
    try {
      return new GuardedConnection(await this.#pool.acquire(), this.#prelude);
    } catch (error) {
      throw asCommandError(error);
    }
  }

  beginTransaction(connection: GuardedConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    return connection.begin(`start transaction${isolation}${access}`);
  }

  /** @throws when a statement of the transaction had failed: PostgreSQL answers the commit by a rollback, as a success */
  async commitTransaction(connection: GuardedConnection): Promise<void> {
    const command = await connection.end('commit');
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed');
  }

  async rollbackTransaction(connection: GuardedConnection): Promise<void> {
    await connection.end('rollback');
  }

  async releaseConnection(connection: GuardedConnection): Promise<void> {
    connection.release();
  }

  destroy(): Promise<void> {
    return this.#pool.end();
  }
}

/** `set local …` for those time-outs that are on. */
function setLocal({ statementMs, lockMs, idleTransactionMs }: ServerTimeouts): string {
  const settings: readonly (readonly [string, number | null])[] = [
    ['statement_timeout', statementMs],
    ['lock_timeout', lockMs],
    ['idle_in_transaction_session_timeout', idleTransactionMs],
  ];
  return settings.map(([name, ms]) => (ms === null ? '' : `; set local ${name} = ${Math.round(ms)}`)).join('');
}

class GuardedConnection implements DatabaseConnection {
  readonly #lease: Lease;
  readonly #prelude: string | null;
  #inTransaction = false;

  constructor(lease: Lease, prelude: string | null) {
    this.#lease = lease;
    this.#prelude = prelude;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = { text: query.sql, values: [...query.parameters] };
    try {
      const { command, rowCount, rows } =
        this.#prelude === null || this.#inTransaction
          ? await this.#lease.query(statement)
          : await this.#alone(this.#prelude, statement);
      const wrote = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
      return wrote ? { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) } : { rows: rows as R[] };
    } catch (error) {
      throw asCommandError(error);
    }
  }

  // Kysely's interface wants it; nothing here reads more rows than fit into memory.
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported: read in pages');
  }

  async begin(text: string): Promise<void> {
    await this.#command(`${text}${this.#prelude ?? ''}`);
    this.#inTransaction = true;
  }

  /** @returns what PostgreSQL says that it did */
  end(text: 'commit' | 'rollback'): Promise<string> {
    this.#inTransaction = false;
    return this.#command(text);
  }

  release(): void {
    this.#lease.release();
  }

  async #alone(prelude: string, statement: { text: string; values: unknown[] }) {
    const [begun, result, committed] = await Promise.allSettled([
      this.#lease.query({ text: `begin${prelude}` }),
      this.#lease.query(statement),
      this.#lease.query({ text: 'commit' }),
    ]);
    if (begun.status === 'rejected') throw begun.reason;
    if (result.status === 'rejected') throw result.reason;
    if (committed.status === 'rejected') throw committed.reason;
    return result.value;
  }

  async #command(text: string): Promise<string> {
    try {
      return (await this.#lease.query({ text })).command;
    } catch (error) {
      throw asCommandError(error);
    }
  }
}
