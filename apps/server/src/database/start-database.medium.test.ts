import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/read-config.js';
import type { Logger } from '../kernel/logger.js';
import { startDatabase } from './start-database.js';
import { DatabaseStartError } from './start-error.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

let test: TestDatabase;
const said: string[] = [];
const made: string[] = [];

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  for (const name of made.splice(0)) await test.database.realtime.query(`drop database ${name} with (force)`);
  await test.drop();
  said.length = 0;
});

const note = (_: object, message: string) => void said.push(message);
const logger: Logger = { debug: () => undefined, info: () => undefined, warn: note, error: note };

async function start(env: Record<string, string>): Promise<void> {
  const { stop } = await startDatabase(
    readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij', ...env }),
    logger,
  );
  await stop();
}

/** Another database of the same PostgreSQL, empty. */
async function another(settings: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await test.database.realtime.query(`create database ${name} template template0 ${settings}`);
  made.push(name);
  const url = new URL(test.url);
  url.pathname = `/${name}`;
  return url.href;
}

describe('the start', () => {
  it('[DB4][DB7] makes the tables, and says when a crash could lose what was acknowledged', async () => {
    const url = await another("encoding 'UTF8'");
    await start({ DATABASE_URL: url });
    const { pathname } = new URL(url);
    await test.database.realtime.query(`alter database ${pathname.slice(1)} set synchronous_commit = off`);
    said.length = 0;
    await start({ DATABASE_URL: url });
    expect(said.join()).toMatch(/synchronous_commit[^]* off: a crash [^]* can lose messages/);
  });

  it('[DB4] refuses two addresses that lead to different databases, tables there or not', async () => {
    const url = await another("encoding 'UTF8'");
    await expect(start({ DATABASE_URL: url, DIRECT_URL: test.url })).rejects.toThrow(/two different databases/);
    await start({ DIRECT_URL: url });
    await expect(start({ DATABASE_URL: url, DIRECT_URL: test.url })).rejects.toThrow(/two different databases/);
  });

  it('[DB4] refuses a database that does not keep text as UTF-8', async () => {
    const url = await another("encoding 'SQL_ASCII' locale 'C'");
    await expect(start({ DIRECT_URL: url })).rejects.toThrow(/SQL_ASCII[^]*encoding 'UTF8'/);
  });

  it('[DB4][OP30] says how to give a role the right to make tables, and works when that was done', async () => {
    const url = new URL(await another("encoding 'UTF8'"));
    const [database, role] = [url.pathname.slice(1), `role_${randomBytes(6).toString('hex')}`];
    const { realtime } = test.database;
    await realtime.query(`create role ${role} login password 'of-the-test'`);
    try {
      const as = new URL(url);
      [as.username, as.password] = [role, 'of-the-test'];
      const refusal: unknown = await start({ DATABASE_URL: as.href }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatabaseStartError);
      expect(String(refusal)).toMatch(/permission denied for schema public\. The role \w+ may not make/);
      const advice = `alter database ${database} owner to ${role}`;
      expect(String(refusal)).toContain(advice);
      await realtime.query(advice);
      await start({ DATABASE_URL: as.href });
    } finally {
      await realtime.query(`drop database ${database} with (force)`);
      made.splice(made.indexOf(database), 1);
      await realtime.query(`drop role ${role}`);
    }
  });

  it('[DB4] names the connection that fails, without its password', async () => {
    const away = new URL(test.url);
    away.port = '1';
    const failure = await start({ DATABASE_URL: test.url, DIRECT_URL: away.href }).catch((error: unknown) =>
      String(error),
    );
    expect(failure).toContain('DIRECT_URL: no connection to 127.0.0.1:1/');
    expect(failure).not.toContain(away.password);
  });
});
