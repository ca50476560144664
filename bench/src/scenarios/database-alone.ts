import pg from 'pg';
import { round } from '../report/latencies.js';

export interface DatabaseAlone {
  /** Commits per second of one row each, 32 connections. */
  readonly single: number;
  /** Rows per second in batches of 50, 4 connections. */
  readonly batched: number;
}

/** (b) What PostgreSQL alone does on this machine: inserts of a message's size, durably committed. */
export async function measureDatabaseAlone(url: string, seconds: number): Promise<DatabaseAlone> {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  try {
    await pool.query(
      'create table bench_rows (id bigint generated always as identity primary key, body text not null)',
    );
    const body = 'x'.repeat(120);
    const single = await rate(32, seconds, () =>
      pool.query({ name: 'one', text: 'insert into bench_rows (body) values ($1)', values: [body] }),
    );
    const batch = Array.from({ length: 50 }, () => body);
    const batches = await rate(4, seconds, () =>
      pool.query({ name: 'many', text: 'insert into bench_rows (body) select unnest($1::text[])', values: [batch] }),
    );
    return { single: round(single, 0), batched: round(batches * 50, 0) };
  } finally {
    await pool.end();
  }
}

/** Calls per second of `act` with `inFlight` of them under way all the time. */
export async function rate(inFlight: number, seconds: number, act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < end) {
        await act();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
