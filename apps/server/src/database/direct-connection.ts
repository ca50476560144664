import { Client, type QueryResultRow } from 'pg';
import { planIsStale } from './database-errors.js';

const GOODBYE_MS = 1000;

/**
 * One connection of its own. Statements are sent at once and run one after the other, each a transaction of its own. It is
 * never repaired: whoever owns it opens another one when `lost` says so.
 */
export class DirectConnection {
  readonly #client: Client;
  #lost = false;

  private constructor(
    client: Client,
    /** Told of every statement that failed. */
    private readonly onError: (error: unknown) => void,
  ) {
    this.#client = client;
    client.on('error', () => {
      this.#lost = true;
    });
    client.on('end', () => {
      this.#lost = true;
    });
  }

  /** @throws what `pg` throws when the database cannot be reached */
  static async open(
    connection: object,
    onError: (error: unknown) => void = () => undefined,
  ): Promise<DirectConnection> {
    const client = new Client({ ...connection, pipeline: true });
    const opened = new DirectConnection(client, onError);
    await client.connect();
    return opened;
  }

  /** Nothing can be sent any more, and the outcome of what was under way is not known. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Runs one statement, unnamed. @throws what `pg` throws */
  async query<R extends QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    try {
      const { rows } = await this.#client.query<R>(text, values);
      return rows;
    } catch (error) {
      this.onError(error);
      throw error;
    }
  }

  /** The same, planned once: `name` stands for `text`, for ever. @throws what `pg` throws */
  async prepared<R extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> {
    try {
      const { rows } = await this.#client.query<R>({ name, text, values });
      return rows;
    } catch (error) {
      this.onError(error);
      // A newer server has migrated under this one; nothing was done yet.
      if (!planIsStale(error)) throw error;
      return this.query<R>(text, values);
    }
  }

  /** Ends it at once, without waiting for what is under way. */
  drop(): void {
    this.#lost = true;
    // `end` says goodbye and waits for the other side; a connection that is dropped may have no other side any more.
    this.#client.connection.stream.destroy();
  }

  /** Says goodbye, and does not wait for long when nobody hears it. */
  async close(): Promise<void> {
    if (this.#lost) return;
    this.#lost = true;
    const enough = setTimeout(() => this.#client.connection.stream.destroy(), GOODBYE_MS);
    await this.#client.end();
    clearTimeout(enough);
  }
}
