import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { readConfig } from '../../config/read-config.js';
import type { Limits } from '../../config/config.js';
import { Database } from '../database.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { administer, inDatabase, TEMPLATE } from './template.js';

export interface TestDatabase {
  /** Of PostgreSQL itself. */
  readonly url: string;
  /** Through the pooler, in a file that has one (`moveTo`); else the same address. */
  readonly pooledUrl: string;
  /** Two small pools over these addresses, with the limits of production. */
  readonly database: Database;
  /**
   * Closes the pools and drops the database, whoever is still connected.
   * @throws when its revisions are not what `changed_messages` counts on
   */
  drop(): Promise<void>;
}

// Whatever a test has done: each revision of a chat is a message or a change, a message has that of its last change, if any,
// and else the one it came with.
const UNCOUNTED = `
  select c.id, c.revision, c.last_seq as seq from chats c
    where c.revision <> c.last_seq + (select count(*) from changes x where x.chat_id = c.id)
  union all
  select m.chat_id, m.revision, m.seq from messages m
    left join changes x on x.chat_id = m.chat_id and x.revision = m.revision
    where case when x.revision is null
      then m.seq <> m.revision - (select count(*) from changes b where b.chat_id = m.chat_id and b.revision < m.revision)
      else x.seq is distinct from m.seq end
  union all
  select x.chat_id, x.revision, x.seq from changes x
    join messages m on m.chat_id = x.chat_id and m.seq = x.seq and m.revision < x.revision
  limit 5`;

/** Where databases are made. */
export interface Ground {
  /** A superuser's address. */
  readonly postgresUrl: string;
  /** The way of DATABASE_URL to an address; without it there is no pooler. */
  readonly through?: (url: string) => string;
}

let ground: Ground | null = null;

/**
 * Lets this test file make its databases elsewhere than in the run's PostgreSQL: so the tests of other files can be
 * repeated there. Another PostgreSQL needs the template first (`makeTemplate`).
 */
export function moveTo(other: Ground): void {
  ground = other;
}

/** A database of this test's own: a copy of the migrated template, ready in some tens of milliseconds. */
export async function createTestDatabase(limits: Partial<Limits> = {}): Promise<TestDatabase> {
  const { postgresUrl, through = (address: string) => address } = ground ?? { postgresUrl: inject('postgresUrl') };
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copied as files: PostgreSQL's own choice writes every page of the template to its log as well, and takes thrice as long.
  await administer(postgresUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  const url = inDatabase(postgresUrl, name);
  const pooledUrl = through(url);
  const config = readConfig({
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    REALTIME_POOL_SIZE: '5',
    POOLED_POOL_SIZE: '3',
  });
  const database = new Database(
    { pooled: pooledUrl, direct: url },
    config.database,
    { ...config.limits, ...limits },
    silentLogger,
  );
  return {
    url,
    pooledUrl,
    database,
    async drop() {
      try {
        const uncounted = await database.pooled.query(UNCOUNTED);
        if (uncounted.length > 0) throw new Error(`Revisions that nothing has: ${JSON.stringify(uncounted)}`);
      } finally {
        await database.close();
        await administer(postgresUrl, `drop database ${name} with (force)`);
      }
    },
  };
}

/** A database with no chat in it. */
export async function createEmptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const postgresUrl = inject('postgresUrl');
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await administer(postgresUrl, `create database ${name} encoding 'UTF8' template template0`);
  return {
    url: inDatabase(postgresUrl, name),
    drop: () => administer(postgresUrl, `drop database ${name} with (force)`),
  };
}
