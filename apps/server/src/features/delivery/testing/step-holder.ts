import { expect } from 'vitest';
import type { TestDatabase } from '../../../database/testing/test-database.js';
import type { HopStep } from '../delivery.repository.js';

const HOLDABLE = `
  create function wait_for_step() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock_shared(hashtext(new.step));
    return new;
  end $$;
  create trigger wait_for_step before insert on delivery_hops for each row execute function wait_for_step()`;

/** Other tests have databases of their own in the same PostgreSQL. */
const WAITING = `
  select l.pid from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`;

/** Stops who delivers at a step, for tests that kill it there. */
export async function stepHolder(test: TestDatabase) {
  const { pooled } = test.database;
  await pooled.query(HOLDABLE);
  return {
    /** A statement that writes down this step waits until it is let go. */
    async hold(step: HopStep): Promise<() => Promise<void>> {
      const connection = await test.database.realtime.connect('hold');
      await connection.query('select pg_advisory_lock(hashtext($1))', [step]);
      return () => connection.close();
    },
    /** Waits until a statement waits there. */
    async isHeld(): Promise<void> {
      await expect.poll(() => pooled.query(WAITING), { timeout: 15_000 }).not.toEqual([]);
    },
    /** What waits there is never done: its connection is cut, as when the statement had not arrived. */
    async cut(): Promise<void> {
      await pooled.query(`select pg_terminate_backend(pid) from (${WAITING}) as waiting`);
    },
    /** Jobs of a worker that was killed are free at once, instead of after some seconds. */
    freeJobs: () =>
      pooled.query(`update stm_chat_jobs._private_jobs set locked_by = null, locked_at = null, run_at = now()`),
    claims: () =>
      pooled.query<{ claimed_seq: number; done_seq: number }>('select claimed_seq, done_seq from deliveries'),
    /** Waits until it is written down that the target has it up to there. */
    async delivered(upto: number): Promise<void> {
      const done = 'select from deliveries where done_seq = $1';
      await expect.poll(() => pooled.query(done, [upto]), { timeout: 15_000 }).toHaveLength(1);
    },
    /** The provider has read up to there, as another device says it. */
    read: (chatId: string, userId: number, seq: number) =>
      pooled.query(
        `insert into receipts (chat_id, user_id, read_seq, read_at) values ($1, $2, $3, now())
         on conflict (chat_id, user_id) do update set read_seq = excluded.read_seq`,
        [chatId, userId, seq],
      ),
    /** Waits until that user was told of it in the application. */
    async told(userId: number, seq: number): Promise<void> {
      const marks = 'select from notification_marks where user_id = $1 and told_seq >= $2';
      await expect.poll(() => pooled.query(marks, [userId, seq]), { timeout: 15_000 }).toHaveLength(1);
    },
    /** Waits until nothing is left to be decided or delivered. */
    async quiet(): Promise<void> {
      const left = `select from delivery_queue union all
        select from stm_chat_jobs.jobs where task_identifier in ('delivery_due', 'delivery_send')`;
      await expect.poll(() => pooled.query(left), { timeout: 15_000 }).toEqual([]);
    },
  };
}
