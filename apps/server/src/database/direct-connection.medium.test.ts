import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureKind, planIsStale } from './database-errors.js';
import { DirectConnection } from './direct-connection.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const open = (more: object = {}) => DirectConnection.open({ connectionString: test.url, ...more });

describe('a connection of its own', () => {
  it('runs statements one after the other, each for itself', async () => {
    const connection = await open();
    const [first, second, third] = [
      connection.query('select 1 as n', []),
      connection.query('select 1 / 0 as n', []),
      connection.query('select 3 as n', []),
    ];
    expect(connection.underWay).toBe(3);
    await expect(second).rejects.toMatchObject({ code: '22012' });
    expect([await first, await third]).toEqual([[{ n: 1 }], [{ n: 3 }]]);
    expect(connection.underWay).toBe(0);
    await connection.close();
  });

  it('gives a statement the time of those ahead of it, and is lost when that is over', async () => {
    const connection = await open({ query_timeout: 1000 });
    const sleeping = [1, 2].map(() => connection.query('select pg_sleep(0.6)', []));
    await Promise.all(sleeping);
    await expect(connection.query('select pg_sleep(60)', [])).rejects.toThrow('timeout');
    await expect.poll(() => connection.lost).toBe(true);
  });

  it('does without a plan that a migration made stale, once it was told', async () => {
    const connection = await open();
    await connection.query('create table plans (a int)', []);
    const read = () => connection.prepared('plans', 'select * from plans', []);
    expect(await read()).toEqual([]);
    await connection.query('alter table plans add b int', []);
    const refused: unknown = await read().catch((error: unknown) => error);
    expect(planIsStale(refused)).toBe(true);
    expect(failureKind(refused)).toBe('conflict');
    expect(await read()).toEqual([]);
    await connection.close();
  });

  it('is asked again for what was to be prepared by a statement that failed', async () => {
    const connection = await open();
    const read = () => connection.prepared('early', 'select * from not_yet', []);
    const [first, second] = await Promise.allSettled([read(), read()]);
    expect(first).toMatchObject({ reason: { code: '42P01' } });
    expect(failureKind(second?.status === 'rejected' ? second.reason : undefined)).toBe('conflict');
    await connection.query('create table not_yet (a int)', []);
    expect(await read()).toEqual([]);
    await connection.close();
  });
});
