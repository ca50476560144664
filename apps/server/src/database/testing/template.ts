import { Logger, runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { JOBS_SCHEMA } from '../../features/jobs/jobs.queries.js';
import { SEARCH_VERSION } from '../../features/search/search-state.js';
import { migrate } from '../migrate.js';

/** What test databases are copies of. */
export const TEMPLATE = 'stm_chat_template';

const quiet = new Logger(() => () => undefined);

/** Makes the template in a PostgreSQL. @param postgresUrl a superuser's address */
export async function makeTemplate(postgresUrl: string): Promise<void> {
  await administer(postgresUrl, `drop database if exists ${TEMPLATE}`);
  await administer(postgresUrl, `create database ${TEMPLATE} encoding 'UTF8' template template0`);
  const url = inDatabase(postgresUrl, TEMPLATE);
  await migrate(url);
  // A server does these when it starts, and finds them done: a third of a second less for every test that starts one.
  await runMigrations({ connectionString: url, schema: JOBS_SCHEMA, logger: quiet });
  await administer(url, `select rebuild_search(${SEARCH_VERSION})`);
}

/** The same server's address with another database's name. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs one statement on a connection of its own. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
