import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, MigrationError } from './migrate.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
let folder: string;
beforeEach(async () => {
  test = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'stm-migrations-'));
  cpSync(fileURLToPath(new URL('../../migrations/', import.meta.url)), folder, { recursive: true });
});
afterEach(async () => {
  await test.drop();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, text: string) => writeFileSync(path.join(folder, `${name}.sql`), text);

it('[DB7] runs what is new once, when three servers start together', async () => {
  add('9001_first', 'create table first_one (id int); insert into first_one values (1); -- two statements');
  add('9002_second', 'create table second_one (id int);');
  const runs = await Promise.all([1, 2, 3].map(() => migrate(test.url, { folder })));
  expect(runs.toSorted((a, b) => b.length - a.length)).toEqual([['9001_first', '9002_second'], [], []]);
  expect(await test.database.pooled.query('select id from first_one')).toEqual([{ id: 1 }]);
});

it('[DB7] bears that another server, which started with it, renames tables beside ours', async () => {
  await test.database.realtime.query('create schema beside');
  let churning = true;
  const churn = (async () => {
    for (let n = 0; churning; n += 1) {
      await test.database.realtime.query(`create table beside.t_${n} (id serial, a serial)`);
      await test.database.realtime.query(`alter table beside.t_${n} rename to u_${n}`);
      await test.database.realtime.query(`drop table beside.u_${n}`);
    }
  })();
  try {
    for (let n = 0; n < 10; n += 1) expect(await migrate(test.url)).toEqual([]);
  } finally {
    churning = false;
    await churn;
  }
});

it('is not ended by the time-outs that the database has for requests', async () => {
  const { pathname } = new URL(test.url);
  for (const timeout of ['statement_timeout', 'lock_timeout'])
    await test.database.realtime.query(`alter database ${pathname.slice(1)} set ${timeout} = '100ms'`);
  add('9001_slow', 'select pg_sleep(0.3)');
  const runs = await Promise.all([1, 2].map(() => migrate(test.url, { folder })));
  expect(runs.flat()).toEqual(['9001_slow']);
});

it('[DB7] waits for who reads a table that is to be changed, and nobody waits behind it for long', async () => {
  add('9001_changes', 'alter table chats add column of_the_test int');
  const backup = await test.database.realtime.connect('a backup');
  await backup.query('begin isolation level repeatable read, read only', []);
  await backup.query('select count(*) from chats', []);
  const waited: string[] = [];
  const migrating = migrate(test.url, { folder, onWait: (message) => waited.push(message) });
  await expect.poll(() => waited.length, { timeout: 10_000 }).toBe(1);
  expect(await test.database.realtime.query('select count(*)::int as chats from chats')).toEqual([{ chats: 0 }]);
  await backup.query('commit', []);
  await backup.close();
  expect(await migrating).toEqual(['9001_changes']);
});

it('[DB7] is done again when it and somebody else wait for each other', async () => {
  add('9001_locks', 'lock table chats in share row exclusive mode; lock table users in share row exclusive mode');
  const other = await test.database.realtime.connect('the other');
  await other.query("set deadlock_timeout = '20s'", []);
  await other.query('begin', []);
  await other.query('lock table users in row exclusive mode', []);
  const waited: string[] = [];
  const migrating = migrate(test.url, { folder, onWait: (message) => waited.push(message) });
  const waiting = "select from pg_locks where relation = 'users'::regclass and not granted";
  await expect.poll(async () => (await test.database.realtime.query(waiting)).length).toBe(1);
  await other.query('lock table chats in row exclusive mode', []);
  await expect.poll(() => waited.length).toBe(1);
  await other.query('commit', []);
  await other.close();
  expect(await migrating).toEqual(['9001_locks']);
});

it('changes nothing when one of the files fails, and names it', async () => {
  add('9001_good', 'create table good (id int);');
  add('9002_bad', 'create table bad (id nonsense);');
  await expect(migrate(test.url, { folder })).rejects.toThrow(/9002_bad[^]*nothing was changed[^]*nonsense/);
  expect(await test.database.pooled.query(`select to_regclass('good') as found`)).toEqual([{ found: null }]);
});

it('refuses a database that a newer version has changed', async () => {
  add('9001_newer', 'create table newer (id int);');
  await migrate(test.url, { folder });
  const refusal = migrate(test.url);
  await expect(refusal).rejects.toThrow(MigrationError);
  await expect(refusal).rejects.toThrow(/newer version[^]*9001_newer/);
});

it('makes the functions again with every new step, as they are now, and never without one', async () => {
  await migrate(test.url, { folder });
  const call = () => test.database.pooled.query('select answer()').catch(() => 'none');
  writeFileSync(path.join(folder, 'functions', 'answer.sql'), answering(1));
  await migrate(test.url, { folder });
  expect(await call()).toBe('none');
  add('9001_first', '-- answer() is new');
  await migrate(test.url, { folder });
  expect(await call()).toEqual([{ answer: 1 }]);
  writeFileSync(path.join(folder, 'functions', 'answer.sql'), answering(2));
  add('9002_second', '-- answer() says something else');
  await migrate(test.url, { folder });
  expect(await call()).toEqual([{ answer: 2 }]);
});

const answering = (value: number) =>
  `create or replace function answer() returns int language sql as $$ select ${value} $$;`;
