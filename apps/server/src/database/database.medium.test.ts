import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config/read-config.js';
import type { Limits } from '../config/config.js';
import { silentLogger } from '../ops/pino-logger.js';
import { Database } from './database.js';
import { sqlState } from './database-errors.js';
import { faultyProxy } from './testing/faulty-proxy.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
const opened: Database[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});
afterAll(() => test.drop());

function open(limits: Partial<Limits> = {}, urls = { pooled: test.url, direct: test.url }, size = 2): Database {
  const { limits: usual } = readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
  const database = new Database(
    urls,
    { pooledPoolSize: size, realtimePoolSize: size },
    { ...usual, ...limits },
    silentLogger,
  );
  opened.push(database);
  return database;
}

/** PostgreSQL itself, but under another address: then `pooled` takes it for a transaction pooler. */
const asPooler = () => ({ pooled: `${test.url}?keepalives=1`, direct: test.url });

describe.each([
  ['directly', () => ({ pooled: test.url, direct: test.url })],
  ['through a transaction pooler', asPooler],
])('the pooled client, %s', (_, urls) => {
  it('[LI8] ends a statement that runs too long, and stays usable', async () => {
    const { pooled } = open({ statementMs: 150 }, urls(), 1);
    await expect(pooled.query('select pg_sleep(20)')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await pooled.query('select current_setting($1) as timeout', ['statement_timeout'])).toEqual([
      { timeout: '150ms' },
    ]);
    const inside = await pooled
      .transaction()
      .execute(
        async (trx) => (await sql<{ t: string }>`select current_setting('lock_timeout') as t`.execute(trx)).rows,
      );
    expect(inside).toEqual([{ t: '1s' }]);
  });

  it('hands out what a statement is itself to blame for, and goes on', async () => {
    const { pooled } = open({}, urls(), 1);
    await pooled.insertInto('users').values({ id: 1, role: 'customer', email: 'One@x.example' }).execute();
    const again = pooled.insertInto('users').values({ id: 2, role: 'customer', email: 'one@X.example' }).execute();
    expect(sqlState(await again.catch((error: unknown) => error))).toBe('23505');
    const undone = pooled.transaction().execute(async (trx) => {
      await trx.insertInto('users').values({ id: 3, role: 'lsm' }).execute();
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await pooled.selectFrom('users').select('id').execute()).toEqual([{ id: 1 }]);
    const { numDeletedRows } = await pooled.deleteFrom('users').where('id', '=', 1).executeTakeFirstOrThrow();
    expect(numDeletedRows).toBe(1n);
  });

  it('does not take a transaction for committed in which a statement failed', async () => {
    const { pooled } = open({}, urls(), 1);
    const half = pooled.transaction().execute(async (trx) => {
      await trx.insertInto('users').values({ id: 1, role: 'lsm' }).execute();
      await sql`select 1 / 0`.execute(trx).catch(() => undefined);
    });
    await expect(half).rejects.toThrow(/rolled back/);
    expect(await pooled.selectFrom('users').select('id').execute()).toEqual([]);
  });
});

it('gives arrays of UUIDs as texts', async () => {
  const [row] = await test.database.realtime.query(
    `select array['00000000-0000-7000-8000-00000000000A', null]::uuid[] as list, '{}'::uuid[] as none, null::uuid[] as missing`,
  );
  expect(row).toEqual({ list: ['00000000-0000-7000-8000-00000000000a', null], none: [], missing: null });
});

it('gives bigint as numbers, alone, in arrays and as a count', async () => {
  const rows = await open().realtime.query(
    `select 9007199254740991::bigint as big, array[1, null]::bigint[] as list, '{}'::bigint[] as none, count(*) from (values (1)) v`,
  );
  expect(rows).toEqual([{ big: 9007199254740991, list: [1, null], none: [], count: 1 }]);
  await expect(open().realtime.query('select 9007199254740993::bigint')).rejects.toThrow(/too large/);
});

it('prepares on the direct connection', async () => {
  const { realtime } = open({}, undefined, 1);
  for (const id of [1, 2])
    expect(await realtime.prepared('twice', 'select $1::int * 2 as n', [id])).toEqual([{ n: id * 2 }]);
  expect(await realtime.query('select name from pg_prepared_statements')).toEqual([{ name: 'twice' }]);
});

it('goes on with a prepared statement whose columns changed under it', async () => {
  const { realtime } = open({}, undefined, 1);
  const all = () => realtime.prepared('growing', 'select * from growing', []);
  await realtime.query('create table growing as select 1 as a');
  expect(await all()).toEqual([{ a: 1 }]);
  await test.database.realtime.query('alter table growing add column b int default 2');
  for (const _ of [1, 2]) expect(await all()).toEqual([{ a: 1, b: 2 }]);
  expect(await realtime.query('select name from pg_prepared_statements')).toEqual([{ name: 'growing' }]);
});

describe('a busy pool', () => {
  it('[LI9] lets so many wait, refuses more at once, and lets nobody wait too long', async () => {
    const { pooled } = open({ poolQueue: 2, poolWaitMs: 300 }, undefined, 1);
    const slow = pooled.query('select pg_sleep(0.8)');
    await expect.poll(() => pooled.load).toEqual({ waiting: 0, inUse: 1 });
    const waiting = [pooled.query('select 1'), pooled.query('select 1')].map((query) =>
      query.catch((error: unknown) => error),
    );
    await expect.poll(() => pooled.load.waiting).toBe(2);
    await expect(pooled.query('select 1')).rejects.toMatchObject({ code: 'unavailable' });
    for (const refused of await Promise.all(waiting)) expect(refused).toMatchObject({ code: 'unavailable' });
    expect(pooled.load).toEqual({ waiting: 0, inUse: 1 });
    await slow;
    expect(await pooled.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a database that goes away', () => {
  it('[ER3] is unavailable, and found again', async () => {
    const { realtime } = open({}, undefined, 1);
    await realtime.query('select 1');
    const broken = realtime.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await test.database.pooled.query('select pg_terminate_backend($1, 1000)', [rows[0]?.pid]);
      await sql`select 1`.execute(trx);
    });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
    expect(await realtime.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('[DB5] does not answer any more: the call ends, and its connection is given up', async () => {
    const proxy = await faultyProxy(test.url);
    const database = open({ statementMs: 100 }, { pooled: test.url, direct: proxy.url }, 1);
    await database.realtime.query('select 1');
    const began = performance.now();
    const broken = database.realtime.transaction().execute((trx) => {
      proxy.swallow(true);
      return sql`select 1`.execute(trx);
    });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
    // One time-out (1.1 s), and not another one for the rollback.
    expect(performance.now() - began).toBeLessThan(2100);
    proxy.swallow(false);
    expect(await database.realtime.query('select 1 as one')).toEqual([{ one: 1 }]);
    proxy.refuse(true);
    expect(await database.health()).toMatchObject({ pooled: { ok: true }, realtime: { ok: false } });
    await database.close();
    opened.pop();
    await proxy.close();
  });

  it('is left by a connection of its own without waiting for a goodbye', async () => {
    const proxy = await faultyProxy(test.url);
    const { realtime } = open({}, { pooled: test.url, direct: proxy.url }, 1);
    const own = await realtime.connect('test');
    await own.query('select 1', []);
    proxy.swallow(true);
    const began = performance.now();
    await own.close();
    expect(performance.now() - began).toBeLessThan(2100);
    expect(own.lost).toBe(true);
    await proxy.close();
  });

  it('became read-only, as after a failover: the next connection may find the new primary', async () => {
    const { realtime } = open({}, undefined, 1);
    const [before] = await realtime.query<{ pid: number }>('select pg_backend_pid() as pid');
    await realtime.query('set default_transaction_read_only = on');
    const writing = realtime.insertInto('users').values({ id: 9, role: 'lsm' }).execute();
    await expect(writing).rejects.toMatchObject({ code: 'unavailable' });
    await realtime.insertInto('users').values({ id: 9, role: 'lsm' }).execute();
    const [after] = await realtime.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect(after?.pid).not.toBe(before?.pid);
  });
});
