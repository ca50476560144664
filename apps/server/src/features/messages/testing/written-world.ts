import { afterEach, beforeEach } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../database/testing/test-database.js';
import type { Appender } from '../append.js';
import { appenderOn } from './appender-fixture.js';

/**
 * For the tests of a file, without a server: each has a database of its own with the customer 1 and the provider 2 in it,
 * and an appender. What `toEnd` is given is ended after the test, the last one first.
 */
export function writtenWorld() {
  let test: TestDatabase | null = null;
  let appender: Appender | null = null;
  const ends: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    test = await createTestDatabase();
    await test.database.pooled.query(
      `insert into users (id, name, role) values (1, 'Carla', 'customer'), (2, 'Pablo', 'provider')`,
    );
    appender = appenderOn(test);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
    await appender?.close();
    await test?.drop();
  });

  const there = <Thing>(thing: Thing | null): Thing => {
    if (thing === null) throw new Error('there is a database only within a test');
    return thing;
  };
  return {
    get test() {
      return there(test);
    },
    get appender() {
      return there(appender);
    },
    toEnd: (end: () => Promise<unknown>) => void ends.push(end),
  };
}
