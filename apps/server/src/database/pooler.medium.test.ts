import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../config/config.js';
import { readConfig } from '../config/read-config.js';
import { silentLogger } from '../ops/pino-logger.js';
import { Database } from './database.js';
import { startDatabase } from './start-database.js';
import { faultyProxy, type FaultyProxy } from './testing/faulty-proxy.js';
import { type PgBouncer, startPgBouncer } from './testing/pgbouncer.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
let pooler: PgBouncer;
const opened: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  pooler = await startPgBouncer(test.url);
});
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
  await test.database.realtime.query('truncate users cascade');
});
afterAll(async () => {
  await pooler.close();
  await test.drop();
});

const JWT_SECRET = 'only-for-tests-0123456789-abcdefghij';

/** A server's two clients; more connections to the pooler than it has to PostgreSQL. */
function open(limits: Partial<Limits> = {}, pooled = pooler.through(test.url), size = 8): Database {
  const { limits: usual } = readConfig({ JWT_SECRET });
  const sizes = { pooledPoolSize: size, realtimePoolSize: 2 };
  const database = new Database({ pooled, direct: test.url }, sizes, { ...usual, ...limits }, silentLogger);
  opened.push(() => database.close());
  return database;
}

/** Somebody else who uses the pooler: has taken one of its two connections, until the end of the transaction. */
async function occupy(url = pooler.through(test.url)): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  opened.push(() => client.end());
  await client.query('begin');
  return client;
}

async function behind(url: string): Promise<FaultyProxy> {
  const proxy = await faultyProxy(url);
  opened.push(() => proxy.close());
  return proxy;
}

const times = <T>(count: number, action: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => action(index)));
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the pooled client', () => {
  it('[DB2] answers everybody over two connections, and leaves nothing behind on them', async () => {
    const { pooled } = open({ poolWaitMs: 15_000 });
    const backends = new Set<number>();
    const answers = await times(200, async (n) => {
      if (n % 4 === 0) {
        return pooled.transaction().execute(async (trx) => {
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
          const same = await sql<{ n: number }>`select ${n}::int as n where pg_backend_pid() = ${rows[0]?.pid}`.execute(
            trx,
          );
          return same.rows;
        });
      }
      const [row] = await pooled.query<{ n: number; pid: number; timeout: string }>(
        'select $1::int as n, pg_backend_pid() as pid, current_setting($2) as timeout',
        [n, 'statement_timeout'],
      );
      backends.add(row?.pid ?? 0);
      expect(row?.timeout).toBe('2s');
      return [{ n: row?.n }];
    });
    expect(answers).toEqual(answers.map((_, n) => [{ n }]));
    expect(backends.size).toBe(2);

    // Both of them, at once, as whoever comes next finds them.
    const [one, two] = [await occupy(), await occupy()];
    const found = await Promise.all(
      [one, two].map(async (client) => {
        const { rows } = await client.query<{ pid: number }>(`
          select pg_backend_pid() as pid, current_setting('statement_timeout') as statement,
            current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle,
            (select count(*)::int from pg_prepared_statements) as prepared,
            (select count(*)::int from pg_locks where pid = pg_backend_pid() and locktype = 'advisory') as locks`);
        return rows[0];
      }),
    );
    for (const state of found)
      expect(state).toMatchObject({ statement: '0', lock: '0', idle: '0', prepared: 0, locks: 0 });
    expect(new Set(found.map((state) => state?.pid))).toEqual(backends);
  });

  it('[DB2] has its time-outs in every transaction, and is used again after each of them', async () => {
    const { pooled } = open({ statementMs: 300, lockMs: 150, idleTransactionMs: 200 });
    await expect(pooled.query('select pg_sleep(20)')).rejects.toMatchObject({
      code: 'unavailable',
      cause: { code: '57014' },
    });

    await pooled.insertInto('users').values({ id: 1, role: 'customer' }).execute();
    // Held by somebody without limits: one of ours may be idle for as long as the other waits, and little longer.
    const holder = await occupy(test.url);
    await holder.query('select from users where id = 1 for update');
    const blocked = pooled.updateTable('users').set({ name: 'x' }).where('id', '=', 1).execute();
    await expect(blocked).rejects.toMatchObject({ code: 'unavailable', cause: { code: '55P03' } });
    await holder.query('rollback');

    const forgotten = pooled.transaction().execute(async (trx) => {
      const { rows } = await sql<{
        pid: number;
      }>`update users set name = 'y' returning pg_backend_pid() as pid`.execute(trx);
      await expect.poll(() => isThere(rows[0]?.pid)).toBe(false);
      await sql`select 1`.execute(trx);
    });
    await expect(forgotten).rejects.toMatchObject({ code: 'unavailable' });
    expect(await pooled.selectFrom('users').select(['id', 'name']).execute()).toEqual([{ id: 1, name: '' }]);
  });

  it('[DB2] hands out what a statement is itself to blame for, and goes on', async () => {
    const { pooled } = open({}, undefined, 1);
    await pooled.insertInto('users').values({ id: 1, role: 'customer' }).execute();
    const again = pooled.insertInto('users').values({ id: 1, role: 'provider' }).execute();
    expect(await failure(again)).toMatchObject({ code: '23505' });
    expect(await failure(pooled.query('selekt 1'))).toMatchObject({ code: '42601' });
    await expect(pooled.query('select 9007199254740993::bigint')).rejects.toThrow(/too large/);
    const undone = pooled.transaction().execute(async (trx) => {
      await trx.deleteFrom('users').execute();
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await pooled.selectFrom('users').select(['id', 'role']).execute()).toEqual([{ id: 1, role: 'customer' }]);
  });

  it('[DB5] loses a connection whose answer never comes, and nothing else', async () => {
    const proxy = await behind(pooler.through(test.url));
    const { pooled } = open({ statementMs: 100 }, proxy.url, 2);
    await times(2, () => pooled.query('select 1'));
    proxy.swallow(true);
    const lost = await times(2, (id) =>
      failure(
        pooled
          .insertInto('users')
          .values({ id: id + 1, role: 'lsm' })
          .execute(),
      ),
    );
    for (const error of lost) expect(error).toMatchObject({ code: 'unavailable' });
    proxy.swallow(false);
    expect(await times(20, () => pooled.query('select 1 as one'))).toEqual(Array(20).fill([{ one: 1 }]));
    // They were committed, as it happens: that is what "not known" means.
    expect(await pooled.query('select count(*) from users')).toEqual([{ count: 2 }]);
    const [pool] = (await pooler.show('pools')).filter(({ database }) => test.url.endsWith(`/${database}`));
    expect(pool).toMatchObject({ cl_waiting: 0, sv_active: 0 });
  });

  it('[DB5] gives up the rest of a transaction of which one answer was lost', async () => {
    const proxy = await behind(pooler.through(test.url));
    const { pooled } = open({ statementMs: 100 }, proxy.url, 1);
    await pooled.query('select 1');
    const began = performance.now();
    const broken = pooled.transaction().execute(async (trx) => {
      await sql`insert into users (id, role) values (1, 'lsm')`.execute(trx);
      proxy.swallow(true);
      await sql`insert into users (id, role) values (2, 'lsm')`.execute(trx);
    });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
    // One time-out (1.1 s), and not another one for the rollback.
    expect(performance.now() - began).toBeLessThan(2100);
    proxy.swallow(false);
    expect(await pooled.query('select id from users')).toEqual([]);
  });

  it('[DB2] waits for a connection of the pooler for so long, and so many', async () => {
    const { pooled } = open({ statementMs: 200, poolQueue: 3, poolWaitMs: 300 }, undefined, 4);
    await times(4, () => pooled.query('select 1'));
    const holders = [await occupy(), await occupy()];
    const waiting = times(4, () => failure(pooled.query('select 1')));
    await expect.poll(() => pooled.load).toEqual({ waiting: 0, inUse: 4 });
    const queued = times(3, () => failure(pooled.query('select 1')));
    expect(pooled.load.waiting).toBe(3);
    const began = performance.now();
    await expect(pooled.query('select 1')).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(100);
    for (const error of await queued) expect(error).toMatchObject({ code: 'unavailable' });
    for (const error of await waiting) expect(error).toMatchObject({ code: 'unavailable' });
    expect(pooled.load).toEqual({ waiting: 0, inUse: 0 });
    for (const holder of holders) await holder.query('rollback');
    expect(await times(7, () => pooled.query('select 1 as one'))).toEqual(Array(7).fill([{ one: 1 }]));
  });
});

describe('a pooler that goes away', () => {
  it('[DB1] is named by health, leaves the direct connection alone, and is found again', async () => {
    const database = open({ statementMs: 200 });
    await times(8, () => database.pooled.query('select 1'));
    const underWay = times(2, () => failure(database.pooled.query('select pg_sleep(10)')));
    await expect.poll(async () => (await test.database.realtime.query(SLEEPING)).length).toBe(2);
    await pooler.kill();
    for (const error of await underWay) expect(error).toMatchObject({ code: 'unavailable' });
    await expect(database.pooled.query('select 1')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await database.health()).toMatchObject({ pooled: { ok: false }, realtime: { ok: true } });
    await pooler.start();
    expect(await database.pooled.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(await database.health()).toMatchObject({ pooled: { ok: true }, realtime: { ok: true } });
  });

  it('[DB5] hangs, and is found again', async () => {
    const database = open({ statementMs: 200 }, undefined, 2);
    await database.pooled.query('select 1');
    pooler.hang(true);
    try {
      expect(await database.health()).toMatchObject({ pooled: { ok: false }, realtime: { ok: true } });
    } finally {
      pooler.hang(false);
    }
    expect(await database.pooled.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the start', () => {
  const start = async (env: Record<string, string>): Promise<Database> => {
    const config = readConfig({ JWT_SECRET, DATABASE_URL: pooler.through(test.url), DIRECT_URL: test.url, ...env });
    const started = await startDatabase(config, silentLogger);
    opened.push(() => started.stop());
    return started.database;
  };

  it('[DB4] takes the address as providers write it', async () => {
    const database = await start({
      DATABASE_URL: `${pooler.through(test.url)}?pgbouncer=true&connection_limit=1&schema=public`,
    });
    expect(await database.pooled.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('[DB4] refuses a transaction pooler as the direct connection', async () => {
    const refusal = start({ DIRECT_URL: `${pooler.through(test.url)}?pgbouncer=true` });
    await expect(refusal).rejects.toThrow(/DIRECT_URL: [^]*startup parameter[^]*transaction pooler/);
    // As when DIRECT_URL was forgotten: it is then the same as DATABASE_URL.
    await expect(start({ DIRECT_URL: pooler.through(test.url) })).rejects.toThrow(
      /DIRECT_URL has to be PostgreSQL itself/,
    );
  });

  it('[DB4] refuses one that swallows the time-outs, too', async () => {
    const lenient = await startPgBouncer(test.url, {
      ignore_startup_parameters: 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout',
    });
    opened.push(() => lenient.close());
    await expect(start({ DIRECT_URL: lenient.through(test.url) })).rejects.toThrow(/DIRECT_URL[^]*transaction pooler/);
    // A session pooler that does the same is taken, with a warning.
    const session = await startPgBouncer(test.url, {
      pool_mode: 'session',
      default_pool_size: '20',
      ignore_startup_parameters: 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout',
    });
    opened.push(() => session.close());
    const database = await start({ DIRECT_URL: session.through(test.url) });
    expect(await database.epoch()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong'), /Check the user and the password/],
    [
      'a parameter that poolers refuse',
      (url: URL) => (url.search = '?statement_timeout=5000'),
      /Take statement_timeout out/,
    ],
    ['a database that is not there', (url: URL) => (url.pathname = '/nowhere'), /Create that database first/],
    ['nobody there', (url: URL) => (url.port = '1'), /Nothing listens there/],
  ])('[DB4] says what to do about %s', async (_, spoil, advice) => {
    const url = new URL(pooler.through(test.url));
    spoil(url);
    const said = await failure(start({ DATABASE_URL: url.href }));
    expect(String(said)).toMatch(advice);
    expect(String(said)).toContain('DATABASE_URL: no connection');
  });
});

const SLEEPING = `select pid from pg_stat_activity where datname = current_database() and query like '%pg_sleep(10)%' and state = 'active' and pid <> pg_backend_pid()`;

async function isThere(pid: number | undefined): Promise<boolean> {
  return (await test.database.realtime.query('select from pg_stat_activity where pid = $1', [pid])).length > 0;
}
