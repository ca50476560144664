import type { DatabaseConfig, Limits } from '../config/config.js';
import type { Logger } from '../kernel/logger.js';
import { DatabaseClient, RealtimeClient, type ClientSettings } from './database-client.js';

/** Nest's token for the `Database`. */
export const DATABASE = Symbol('Database');

export interface DatabaseUrls {
  /** DATABASE_URL: perhaps a transaction pooler. */
  readonly pooled: string;
  /** DIRECT_URL. */
  readonly direct: string;
}

export type ConnectionHealth =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly error: string };
export interface DatabaseHealth {
  readonly pooled: ConnectionHealth;
  readonly realtime: ConnectionHealth;
}

/**
 * The two connections to PostgreSQL.
 *
 * `pooled` (DATABASE_URL) may go through a transaction pooler: REST reads and administration. No named statements, no
 * session state, no LISTEN. `realtime` (DIRECT_URL) is PostgreSQL itself: the append, receipts, joins, and whatever is
 * done for a socket. The names are the guide's.
 *
 * When the two addresses differ, `pooled` is taken for a transaction pooler and its time-outs are set in every
 * transaction; when they are the same, both set them once per session.
 */
export class Database {
  readonly pooled: DatabaseClient;
  readonly realtime: RealtimeClient;
  #closing = false;

  /** Opens no connection yet: the first use does. */
  constructor(
    urls: DatabaseUrls,
    config: Pick<DatabaseConfig, 'pooledPoolSize' | 'realtimePoolSize'>,
    limits: Limits,
    logger: Logger,
  ) {
    const settings = (name: 'pooled' | 'realtime'): ClientSettings => ({
      url: name === 'pooled' ? urls.pooled : urls.direct,
      applicationName: `stm-chat ${name}`,
      poolSize: name === 'pooled' ? config.pooledPoolSize : config.realtimePoolSize,
      poolQueue: limits.poolQueue,
      poolWaitMs: limits.poolWaitMs,
      timeouts: limits,
      throughPooler: name === 'pooled' && urls.pooled !== urls.direct,
      onIdleError: (error) => {
        // While it closes, the other end may be the first to hang up.
        if (!this.#closing)
          logger.warn({ connection: name, reason: error.message }, 'an idle database connection broke');
      },
    });
    this.pooled = new DatabaseClient(settings('pooled'));
    this.realtime = new RealtimeClient(settings('realtime'));
  }

  /** Asks both connections for an answer. Never throws. */
  async health(): Promise<DatabaseHealth> {
    const [pooled, realtime] = await Promise.all([ask(this.pooled), ask(this.realtime)]);
    return { pooled, realtime };
  }

  /** The epoch (rule SY9), as it is now. */
  async epoch(): Promise<string> {
    const { epoch } = await this.realtime.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow();
    return epoch;
  }

  /** Waits for what is under way and closes every pooled connection. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.pooled.destroy(), this.realtime.destroy()]);
  }
}

async function ask(client: DatabaseClient): Promise<ConnectionHealth> {
  const started = performance.now();
  try {
    await client.query('select 1');
    return { ok: true, ms: Math.round(performance.now() - started) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
