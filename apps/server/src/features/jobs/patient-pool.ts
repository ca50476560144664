import type { Client, Pool, PoolClient } from 'pg';
import { connectionIsLost } from '../../database/database-errors.js';

/** An error with which graphile-worker tries again, for hours: after 3 s at first, after two minutes in the end. */
const TRIED_AGAIN = 'ETIMEDOUT';

/**
 * The library writes that a job is done, or has failed, without anybody who waits for that: an error there that it does not
 * try again ends the whole process. It knows few of those that a connection can have (a reset is none of them), so that
 * here every error of its connections becomes one. What has no other chance than to fail (a wrong statement) is tried in vain.
 * A connection that an answer did not come from in time is left: whatever is asked next would wait behind it.
 */
export function patientPool(pool: Pool): Pool {
  pool.on('connect', makePatient);
  const connect = pool.connect.bind(pool) as (...parameters: unknown[]) => unknown;
  pool.connect = ((...parameters: unknown[]) => orTriedAgain(connect(...parameters))) as Pool['connect'];
  return pool;
}

function makePatient(client: PoolClient): void {
  const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
  client.query = ((...parameters: unknown[]) => orTriedAgain(query(...parameters), client)) as PoolClient['query'];
}

/** With callbacks, or for a stream, `pg` gives no promise: those are not touched. */
function orTriedAgain(answer: unknown, client?: PoolClient): unknown {
  if (!(answer instanceof Promise)) return answer;
  return answer.catch((error: unknown) => {
    if (connectionIsLost(error)) (client as unknown as Client | undefined)?.connection.stream.destroy();
    const why = error instanceof Error ? error.message : String(error);
    throw Object.assign(new Error(why, { cause: error }), { code: TRIED_AGAIN });
  });
}
