import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../ops/pino-logger.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { locate } from './embedded/locations.js';

let folder: string;
const running = new Set<EmbeddedPostgres>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stm-embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const postgres of running) await stop(postgres);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(dataDir = folder, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const postgres = await EmbeddedPostgres.start({ dataDir, logger: silentLogger, settings });
  running.add(postgres);
  return postgres;
}

async function stop(postgres: EmbeddedPostgres): Promise<void> {
  running.delete(postgres);
  await postgres.stop();
}

async function ask<R>(postgres: EmbeddedPostgres, text: string): Promise<R[]> {
  const client = new Client(postgres.url);
  await client.connect();
  try {
    return (await client.query(text)).rows as R[];
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  try {
    return !/^\d+ \([^]*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // no such process
  }
}

describe('the built-in PostgreSQL', () => {
  it('[DB6] is made by two servers that start together, durable, in UTF-8, and ends with the last of them', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.pid).toBe(two.pid);
    const settings = await ask<{ name: string; setting: string }>(
      one,
      `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'server_encoding', 'listen_addresses') order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    });
    expect(await ask(one, `select lower('ÉÑŽ') as latin, 'é' ~ '^\\w$' as letter, 'م' ~ '^\\w$' as arabic`)).toEqual([
      { latin: 'éñž', letter: true, arabic: true },
    ]);
    expect(statSync(path.join(one.folder, 'password')).mode & 0o777).toBe(0o600);
    await ask(one, 'create table kept as select 7 as number');
    await stop(one);
    expect(await ask(two, 'select number from kept')).toEqual([{ number: 7 }]);
    await stop(two);
    // The system may take a moment to bury it.
    await expect.poll(() => alive(two.pid)).toBe(false);
  });

  it('[DB6] is taken over when the server that started it was killed', async () => {
    const killed = await EmbeddedPostgres.start({ dataDir: folder, logger: silentLogger });
    // A killed server leaves nothing but its connections, which end.
    await ask(
      killed,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stm-chat tenant'`,
    );
    const next = await start();
    expect(next).toMatchObject({ adopted: true, pid: killed.pid });
    expect(await ask(next, 'select number from kept')).toEqual([{ number: 7 }]);
    await killed.stop();
  });

  it('[DB6] comes back on the same port when it is killed under a running server', async () => {
    const postgres = await start();
    const { url, pid } = postgres;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => postgres.pid, { timeout: 15_000 }).not.toBe(pid);
    expect(postgres.url).toBe(url);
    await expect
      .poll(() => ask(postgres, 'select number from kept').catch(() => 'not yet'), { timeout: 5000 })
      .toEqual([{ number: 7 }]);
  });

  it('is not confused by the lock file of a process that is something else now', async () => {
    const { cluster } = locate(folder);
    writeFileSync(path.join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n\nready\n`);
    expect(await ask(await start(), 'select number from kept')).toEqual([{ number: 7 }]);
  });

  it('gets a new password when the file with it was lost', async () => {
    rmSync(locate(folder).password);
    expect(await ask(await start(), 'select number from kept')).toEqual([{ number: 7 }]);
  });

  it('says what its log said when it cannot start', async () => {
    await expect(start(folder, { shared_buffers: 'plenty' })).rejects.toThrow(
      /invalid value for parameter "shared_buffers"/,
    );
  });
});

describe('a first start that was killed', () => {
  it('is repeated: what it left is used or swept', async () => {
    const fresh = path.join(folder, 'fresh');
    const base = path.join(fresh, 'postgres');
    const draft = path.join(base, 'initdb-000000000000');
    mkdirSync(path.join(draft, 'data', 'base'), { recursive: true });
    writeFileSync(path.join(base, 'password'), 'written-by-the-first-try', { mode: 0o600 });
    writeFileSync(path.join(base, 'password.0123456789ab'), 'half', { mode: 0o600 });
    utimesSync(draft, 0, 0);
    const postgres = await start(fresh);
    expect(postgres.url).toContain('written-by-the-first-try');
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(base)).not.toContain('initdb-000000000000');
  });
});

describe('the place of the data', () => {
  it('is DATA_DIR, or where PostgreSQL’s account can go when root keeps DATA_DIR to itself', () => {
    const hidden = path.join(folder, 'hidden');
    mkdirSync(hidden, { mode: 0o700 });
    const { base, account } = locate(hidden);
    if (process.getuid?.() === 0) {
      expect(base).toMatch(/^\/var\/lib\/stm-chat\/[0-9a-f]{12}$/);
      expect(account?.uid).not.toBe(0);
      rmSync(base, { recursive: true });
    } else {
      expect(base).toBe(path.join(hidden, 'postgres'));
      expect(account).toBeNull();
    }
    expect(existsSync(locate(folder).cluster)).toBe(true);
  });
});
