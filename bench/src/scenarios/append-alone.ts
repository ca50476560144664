import { randomUUID } from 'node:crypto';
import { uuidArray } from '@stm-chat/server/uuid-array';
import pg from 'pg';
import { median, round } from '../report/latencies.js';
import { cpuSeconds } from '../targets/processes.js';
import { chatOf, customerOf, providerOf } from '../targets/target.js';

export interface AppendAlone {
  /** Messages of a batch, of random senders in random chats. */
  readonly rows: number;
  /** CPU of the connection's process. */
  readonly batchMicroseconds: number;
  /** Until the answer, commit included. */
  readonly p50Ms: number;
}

const APPEND = 'select * from append_batch($1, false, false, $2, $3, $4, $5, null, $6, $7, null, null)';

/**
 * What a batch costs PostgreSQL, without a server beside it: `append_batch` as the server calls it for plain texts, one batch
 * after another on one connection.
 * @param url of a database with `pairs` chats, as `startOurs` makes it
 */
export async function measureAppendAlone(url: string, pairs: number, seconds: number): Promise<AppendAlone[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const append = async (rows: number): Promise<number> => {
      const values = batch(rows, pairs);
      const began = performance.now();
      const { rows: answers } = await client.query<{ status: number[] }>({ name: 'append', text: APPEND, values });
      if (answers[0]?.status.some((status) => status !== 0) !== false) throw new Error('a message was refused');
      return performance.now() - began;
    };
    for (let times = 0; times < 50; times += 1) await append(20);
    await client.query('analyze');
    const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;

    const measured: AppendAlone[] = [];
    for (const rows of [1, 10, 40, 100]) {
      const ms: number[] = [];
      const used = cpuSeconds(pid, false);
      for (const end = performance.now() + seconds * 1000; performance.now() < end;) ms.push(await append(rows));
      const batchMicroseconds = round(((cpuSeconds(pid, false) - used) / ms.length) * 1e6, 0);
      measured.push({ rows, batchMicroseconds, p50Ms: round(median(ms)) });
    }
    return measured;
  } finally {
    await client.end();
  }
}

function batch(rows: number, pairs: number): unknown[] {
  const senders = Array.from({ length: rows }, () => ({
    pair: Math.floor(Math.random() * pairs),
    isCustomer: Math.random() < 0.5,
  }));
  const chats = [...new Set(senders.map(({ pair }) => chatOf(pair)))].toSorted();
  return [
    uuidArray(chats),
    literal(senders.map(({ pair }) => chats.indexOf(chatOf(pair)) + 1)),
    uuidArray(senders.map(() => randomUUID())),
    literal(senders.map(({ pair, isCustomer }) => (isCustomer ? customerOf(pair) : providerOf(pair)))),
    literal(senders.map(() => 0)),
    uuidArray(senders.map(() => randomUUID())),
    literal(senders.map((_, index) => `"A message of some length, number ${index} of its batch"`)),
  ];
}

/** As the server writes it; the driver's own quotes each element. */
function literal(values: readonly (string | number)[]): string {
  return `{${values.join()}}`;
}
