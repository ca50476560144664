import { Client } from 'pg';
import { address } from './ensure-running.js';

/** Any number that nothing else locks in the maintenance database. */
const TENANTS = 7_216_043;

/**
 * A server's stay in the built-in PostgreSQL: a connection that holds a shared advisory lock. Several servers may stay
 * in the same one; the last that leaves gets the lock for itself, and ends it. Nobody can come in after that: whoever
 * asks for the lock then waits, and loses the connection when PostgreSQL ends.
 */
export class Tenancy {
  readonly #client: Client;
  #over = false;

  private constructor(client: Client) {
    this.#client = client;
  }

  /**
   * @param onLost PostgreSQL went away under us; called once
   * @throws what `pg` throws, also when PostgreSQL ends while we wait for the lock
   */
  static async begin(port: number, password: string, onLost: () => void): Promise<Tenancy> {
    const client = new Client({
      ...address(port, password, 'postgres'),
      application_name: 'stm-chat tenant',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    const tenancy = new Tenancy(client);
    let begun = false;
    const lost = () => {
      if (!begun || tenancy.#over) return;
      tenancy.#over = true;
      onLost();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [TENANTS]);
    begun = true;
    return tenancy;
  }

  /** Makes the database if it is not there; servers that do it at the same moment do not disturb each other. */
  async ensureDatabase(name: string): Promise<void> {
    const { rowCount } = await this.#client.query('select from pg_database where datname = $1', [name]);
    if (rowCount !== 0) return;
    try {
      await this.#client.query(`create database ${this.#client.escapeIdentifier(name)}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505')))
        throw error;
    }
  }

  /** Leaves. @returns whether we were the last, who has to end PostgreSQL */
  async end(): Promise<boolean> {
    if (this.#over) return false;
    this.#over = true;
    try {
      await this.#client.query('select pg_advisory_unlock_shared($1)', [TENANTS]);
      const { rows } = await this.#client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
        TENANTS,
      ]);
      if (rows[0]?.last === true) return true; // keep the connection: it holds the door shut
      await this.#client.end();
    } catch {
      // PostgreSQL is going or gone. If it is not, whoever starts next on this DATA_DIR takes it over.
    }
    return false;
  }
}
