import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../embedded-postgres.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { makeTemplate } from './template.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a PostgreSQL in which databases may be made; its path names a database that is always there. */
    postgresUrl: string;
  }
}

let end = (): Promise<void> => Promise.resolve();

/**
 * One PostgreSQL for the whole run, with a migrated template in it. TEST_POSTGRES_URL names another one (a superuser's
 * address), to run the same tests against another version.
 */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given !== undefined && given !== '') {
    await makeTemplate(given);
    project.provide('postgresUrl', given);
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'stm-chat-test-'));
  chmodSync(folder, 0o755); // PostgreSQL's account has to walk in when the tests run as root
  const postgres = await EmbeddedPostgres.start({
    dataDir: folder,
    logger: silentLogger,
    // These tests kill processes, never the machine: what has been written is there without waiting for the disk.
    settings: { fsync: 'off', max_connections: '300' },
  });
  const killed = () => process.kill(postgres.pid, 'SIGQUIT');
  process.once('exit', killed);
  await makeTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  end = async () => {
    process.off('exit', killed);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

export async function teardown(): Promise<void> {
  await end();
}
