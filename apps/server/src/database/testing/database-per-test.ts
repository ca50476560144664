import { afterEach, beforeEach } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database.js';

type OfTheTest = Pick<TestDatabase, 'database' | 'url'> & {
  /** What a test has opened, to be ended after it, the last first, before its database is dropped. */
  readonly toEnd: (() => Promise<unknown>)[];
};

/** A database of its own for each test of the file that calls this at its top. */
export function databasePerTest(): OfTheTest {
  let test: TestDatabase;
  const toEnd: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    test = await createTestDatabase();
  });
  afterEach(async () => {
    for (const end of toEnd.splice(0).toReversed()) await end();
    await test.drop();
  });
  return {
    toEnd,
    get database() {
      return test.database;
    },
    get url() {
      return test.url;
    },
  };
}
