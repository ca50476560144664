import type { Database } from './database/database.js';
import type { Metrics } from './kernel/metrics.js';

/** Counts what becomes of statements on both connections. */
export function measurePools(database: Database, metrics: Metrics): void {
  for (const pool of ['pooled', 'realtime'] as const) {
    database[pool].observe(
      (seconds) => metrics.observe('chat_db_pool_wait_seconds', seconds, { pool }),
      (limiter) => metrics.count('chat_ratelimit_rejections_total', { limiter }),
      (kind) => metrics.count('chat_db_timeouts_total', { kind }),
    );
  }
}
