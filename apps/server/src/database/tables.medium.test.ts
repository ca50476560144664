import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('answers on both connections, and has an epoch', async () => {
  expect(await test.database.health()).toMatchObject({ pooled: { ok: true }, realtime: { ok: true } });
  expect(await test.database.epoch()).toMatch(/^[0-9a-f-]{36}$/);
});

it('has the tables and columns that tables.ts and tables/ say', async () => {
  const tables = await test.database.pooled.introspection.getTables();
  const actual = Object.fromEntries(
    tables
      .filter(({ name, schema, isView }) => !isView && schema === 'public' && !name.startsWith('stm_chat_migrations'))
      .map(({ name, columns }) => [name, columns.map((column) => column.name).toSorted()]),
  );
  expect(describedTables()).toEqual(actual);
});

/** The types are gone at run time, so the files themselves are read. */
function describedTables(): Record<string, string[]> {
  const files = readdirSync(new URL('tables/', import.meta.url)).map((file) => `tables/${file}`);
  const text = ['tables.ts', ...files].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
  const columnsOf = new Map(
    [...text.matchAll(/interface (\w+Table) \{([^]*?)\n\}/g)].map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ {2}(\w+): /gm)].map(([, column = '']) => column).toSorted(),
    ]),
  );
  const tables = /interface Tables \{([^]*?)\n\}/.exec(text)?.[1] ?? '';
  return Object.fromEntries(
    [...tables.matchAll(/(\w+): (\w+);/g)].map(([, table = '', type = '']) => [table, columnsOf.get(type) ?? []]),
  );
}
