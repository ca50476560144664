import { expect, it } from 'vitest';
import { databasePerTest } from '../../database/testing/database-per-test.js';
import { patientPool } from './patient-pool.js';

const test = databasePerTest();

it('[DB5][OP5] leaves a connection that does not answer, and the library tries again on another one', async () => {
  const pool = patientPool(test.database.realtime.openPool('jobs', 1, 300));
  test.toEnd.push(() => pool.end());
  const first = await pool.connect();
  const { rows } = await first.query<{ pid: number }>('select pg_backend_pid() as pid');
  await expect(first.query('select pg_sleep(20)')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  first.release();
  await expect
    .poll(async () => {
      const next = await pool.connect();
      try {
        return (await next.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
      } catch {
        return rows[0]?.pid; // taken before it was known to have ended
      } finally {
        next.release();
      }
    })
    .not.toBe(rows[0]?.pid);
});
