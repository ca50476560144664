import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresAccount } from '../embedded/account.js';
import { privateFolder } from '../embedded/locations.js';
import { freePort } from '../embedded/postmaster.js';
import { runProgram } from '../embedded/run-program.js';
import { Program, requireProgram } from './program.js';

export interface DebianPostgres {
  /** A superuser's address. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Of the package postgresql-15, whose service the tests neither need nor touch. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
const USER = 'stm_chat';
const PASSWORD = 'only-for-tests';

/**
 * PostgreSQL 15, the oldest that the server works with, on a folder of its own. As in the tests' other PostgreSQL
 * nothing waits for the disk: it is ended by force, and the machine is not.
 * @throws when it is not installed, or with what it printed when it does not start
 */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const initdb = requireProgram(path.join(PROGRAMS, 'initdb'), 'postgresql-15');
  const account = postgresAccount(null);
  const folder = mkdtempSync(path.join(tmpdir(), 'stm-postgres-15-'));
  chmodSync(folder, 0o755);
  const own = privateFolder(path.join(folder, 'own'), account);
  const passwordFile = path.join(own, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const data = path.join(own, 'data');
  const locale = ['--locale=C.UTF-8', '--encoding=UTF8'];
  const access = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`];
  await runProgram(initdb, [`--pgdata=${data}`, ...locale, ...access, '--no-sync'], account);
  const port = await freePort();
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: '200',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const postgres = new Program(path.join(PROGRAMS, 'postgres'), ['-D', data, ...flags], account);
  await postgres.says('ready to accept connections');
  return {
    url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    async stop() {
      await postgres.end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
