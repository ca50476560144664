import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import { planIsStale } from './database-errors.js';

const GOODBYE_MS = 1000;

/**
 * One connection of its own. Statements are sent at once and run one after the other, each a transaction of its own. It is
 * never repaired: whoever owns it opens another one when `lost` says so.
 */
export class DirectConnection {
  readonly #client: Client;
  readonly #stale = new Set<string>();
  #lost = false;
  #underWay = 0;

  private constructor(
    client: Client,
    /** How long one statement may take until it fails and the connection is lost, in milliseconds; undefined: for ever. */
    private readonly answerMs: number | undefined,
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
    connection: ClientConfig,
    onError: (error: unknown) => void = () => undefined,
  ): Promise<DirectConnection> {
    const client = new Client({ ...connection, pipeline: true });
    const opened = new DirectConnection(client, connection.query_timeout, onError);
    await client.connect();
    return opened;
  }

  /** Nothing can be sent any more, and the outcome of what was under way is not known. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Statements that were sent and not answered. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Runs one statement, unnamed. @throws what `pg` throws */
  query<R extends QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    return this.#run({ text, values });
  }

  /**
   * The same, planned once: `name` stands for `text`, for ever. @throws what `pg` throws; what says `planIsStale` is to be
   * sent again: a newer server has migrated under this one, and nothing was done yet
   */
  async prepared<R extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> {
    if (this.#stale.has(name)) return this.query(text, values);
    try {
      return await this.#run({ name, text, values });
    } catch (error) {
      if (planIsStale(error)) this.#stale.add(name);
      throw error;
    }
  }

  async #run<R extends QueryResultRow>(statement: { name?: string; text: string; values: unknown[] }): Promise<R[]> {
    this.#underWay += 1;
    // Those ahead of it may take as long as it may.
    const answerMs = this.answerMs === undefined ? undefined : this.answerMs * this.#underWay;
    const patient = { ...statement, query_timeout: answerMs };
    try {
      const { rows } = await this.#client.query<R>(patient);
      return rows;
    } catch (error) {
      this.onError(error);
      throw error;
    } finally {
      this.#underWay -= 1;
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
