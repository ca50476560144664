import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { readConfig } from '../../config/read-config.js';
import type { Limits } from '../../config/config.js';
import { Database } from '../database.js';
import { silentLogger } from '../../ops/pino-logger.js';

export const TEMPLATE = 'stm_chat_template';

export interface TestDatabase {
  readonly url: string;
  /** Two small pools over the same address, with the limits of production. */
  readonly database: Database;
  /** Closes the pools and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A database of this test's own: a copy of the migrated template, ready in some tens of milliseconds. */
export async function createTestDatabase(limits: Partial<Limits> = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} template ${TEMPLATE}`);
  const url = inDatabase(server, name);
  const config = readConfig({
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    REALTIME_POOL_SIZE: '5',
    POOLED_POOL_SIZE: '3',
  });
  const database = new Database(
    { pooled: url, direct: url },
    config.database,
    { ...config.limits, ...limits },
    silentLogger,
  );
  return {
    url,
    database,
    async drop() {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

/** The same server's address with another database's name. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
