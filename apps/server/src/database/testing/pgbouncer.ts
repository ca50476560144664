import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { postgresAccount } from '../embedded/account.js';
import { onSomePort, Program, requireProgram } from './program.js';

export interface PgBouncer {
  /** The address of the same database, through the pooler. */
  through(url: string): string;
  /** Asks its console, such as `show pools`. */
  show(what: 'pools' | 'stats'): Promise<Record<string, string>[]>;
  /** Stops it without a word to anybody. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** It hangs (SIGSTOP), or goes on. */
  hang(yes: boolean): void;
  close(): Promise<void>;
}

/**
 * Debian's PgBouncer (1.18: no prepared statements) before the PostgreSQL of this address: transaction mode, two
 * connections for each database. It takes no start-up parameter but those that it always takes.
 * @param settings of its own section `[pgbouncer]` that differ
 * @throws when it is not installed, or with what it printed when it does not start
 */
export async function startPgBouncer(postgresUrl: string, settings: Record<string, string> = {}): Promise<PgBouncer> {
  const file = requireProgram('/usr/sbin/pgbouncer', 'pgbouncer');
  const account = postgresAccount(null);
  const { hostname, port, username, password } = new URL(postgresUrl);
  const folder = mkdtempSync(path.join(tmpdir(), 'stm-pgbouncer-'));
  const write = (name: string, text: string): string => {
    const at = path.join(folder, name);
    writeFileSync(at, text, { mode: 0o600 });
    if (account !== null) chownSync(at, account.uid, account.gid);
    return at;
  };
  chmodSync(folder, 0o755);
  const users = write('users.txt', `"${username}" "${decodeURIComponent(password)}"\n`);
  const start = async (at: number): Promise<Program> => {
    const pgbouncer = {
      listen_addr: '127.0.0.1',
      listen_port: String(at),
      unix_socket_dir: '',
      auth_type: 'scram-sha-256',
      auth_file: users,
      admin_users: username,
      pool_mode: 'transaction',
      default_pool_size: '2',
      max_client_conn: '200',
      ...settings,
    };
    const lines = Object.entries(pgbouncer).map(([name, value]) => `${name} = ${value}`);
    const ini = `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\n${lines.join('\n')}\n`;
    const program = new Program(file, [write('pgbouncer.ini', ini)], account);
    await program.says('process up');
    return program;
  };
  const found = await onSomePort(start);
  let { program } = found;
  return {
    through(url) {
      const other = new URL(url);
      other.port = String(found.port);
      return other.href;
    },
    async show(what) {
      const console = new URL(postgresUrl);
      console.port = String(found.port);
      console.pathname = '/pgbouncer';
      const client = new Client(console.href);
      await client.connect();
      const { rows } = await client.query<Record<string, string>>(`show ${what}`);
      await client.end();
      return rows;
    },
    kill: () => program.end('SIGKILL'),
    start: async () => {
      program = await start(found.port);
    },
    hang: (yes) => program.signal(yes ? 'SIGSTOP' : 'SIGCONT'),
    async close() {
      await program.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
