import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import { Pool } from 'pg';
import { unavailable } from '../kernel/errors.js';
import { connectionIsLost } from './database-errors.js';

export interface BoundedPoolOptions {
  readonly connection: object;
  /** The most connections. */
  readonly size: number;
  /** How many calls may wait for one; `null`: any number. */
  readonly queue: number | null;
  /** How long each may wait; `null`: for ever. */
  readonly waitMs: number | null;
  /** Told of an idle connection that broke. */
  readonly onIdleError: (error: Error) => void;
}

interface Waiter {
  readonly go: () => void;
}

/** A connection lent by a `BoundedPool`. Whoever has it calls `release` exactly once. */
export interface Lease {
  /**
   * @throws what `pg` throws; a failure that leaves the connection in doubt is remembered: nothing is sent over it any
   * more, and `release` closes it
   */
  query(config: QueryConfig & { rowMode?: 'array' }): Promise<QueryResult>;
  /** @param close ends the connection, although it works */
  release(close?: boolean): void;
}

/**
 * A pool whose queue is bounded in number and time. `pg`'s own pool keeps the connections; permits are given out here,
 * so that its unbounded queue is never used. A database that has slowed down then costs its callers a prompt
 * `unavailable`, instead of filling the memory with requests that nobody waits for any more.
 */
export class BoundedPool {
  readonly #pool: Pool;
  readonly #options: BoundedPoolOptions;
  readonly #waiting = new Set<Waiter>();
  #lent = 0;
  /** Told how long each call waited for its turn, in seconds. */
  onWait: (seconds: number) => void = () => undefined;
  /** Told of each call that was refused, and by which limit. */
  onRefused: (limiter: 'pool_queue' | 'pool_wait') => void = () => undefined;
  /** Told of every statement that failed. */
  onError: (error: unknown) => void = () => undefined;

  constructor(options: BoundedPoolOptions) {
    this.#options = options;
    this.#pool = new Pool({ ...options.connection, max: options.size, idleTimeoutMillis: 60_000 });
    // Without a listener an idle connection that breaks would end the process.
    this.#pool.on('error', options.onIdleError);
    // The pool stops listening to a connection that it closes; one that breaks at that moment is closed all the same.
    this.#pool.on('connect', (client) => void client.on('error', () => undefined));
  }

  /** Calls that wait for a connection. */
  get waiting(): number {
    return this.#waiting.size;
  }

  get inUse(): number {
    return this.#lent;
  }

  /** @throws CommandError `unavailable` when the queue is full or the wait too long; what `pg` throws when connecting fails */
  async acquire(): Promise<Lease> {
    const asked = performance.now();
    await this.#permit();
    this.onWait((performance.now() - asked) / 1000);
    try {
      return this.#lease(await this.#pool.connect());
    } catch (error) {
      this.#giveBack();
      throw error;
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  #lease(client: PoolClient): Lease {
    let doubtful: Error | undefined;
    // A connection that breaks while it is lent says so here; without a listener that would end the process.
    const onError = (error: Error) => {
      doubtful = error;
    };
    client.on('error', onError);
    const report = (error: unknown) => this.onError(error);
    return {
      async query(config) {
        // What is sent behind a query that was given up, such as the rollback, would only wait as long again.
        if (doubtful !== undefined) throw doubtful;
        try {
          return await client.query(config);
        } catch (error) {
          report(error);
          // A timed-out query is still running there: its answer would reach whoever comes next.
          if (connectionIsLost(error)) doubtful = error instanceof Error ? error : new Error(String(error));
          throw error;
        }
      },
      release: (close = false) => {
        client.off('error', onError);
        client.release(doubtful ?? close);
        this.#giveBack();
      },
    };
  }

  async #permit(): Promise<void> {
    const { size, queue, waitMs } = this.#options;
    if (this.#lent < size) {
      this.#lent += 1;
      return;
    }
    if (queue !== null && this.#waiting.size >= queue) {
      this.onRefused('pool_queue');
      throw unavailable('The server is busy. Please try again.');
    }
    await new Promise<void>((resolve, reject) => {
      const timer =
        waitMs === null
          ? undefined
          : setTimeout(() => {
              this.#waiting.delete(waiter);
              this.onRefused('pool_wait');
              reject(unavailable('The server is busy. Please try again.'));
            }, waitMs);
      const waiter: Waiter = {
        go: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.add(waiter);
    });
  }

  /** Hands the permit to whoever has waited longest. */
  #giveBack(): void {
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      next.go();
    } else {
      this.#lent -= 1;
    }
  }
}
