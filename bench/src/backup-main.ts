import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillCorpus } from './scenarios/search-corpus.js';
import { publishBlock } from './report/blocks.js';
import { type BenchDatabase, query, startBenchDatabase } from './targets/bench-database.js';
import { startOurs } from './targets/targets.js';

/**
 * `npm run bench:backup`: how long a backup and its restore take, by the operator's own commands, and whether every row
 * came back. A million messages, with what they are found by; `-- --messages 100000` takes fewer.
 */
const flags = process.argv.slice(2);
const messages = flags.includes('--messages') ? Number(flags[flags.indexOf('--messages') + 1]) : 1_000_000;
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../apps/server/dist/cli/stm-chat.js', import.meta.url));

const started = performance.now();
const say = (line: string): void =>
  void process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${line}\n`);

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'stm-chat-bench-backup-'));
  try {
    const source = await filled(database);
    const backup = await stmChat(['backup', `${folder}/backup`, '--no-files'], source);
    const target = await database.create('restored');
    const restore = await stmChat(['restore', `${folder}/backup`, '--no-files'], target);
    const [before, after] = [await contents(source), await contents(target)];
    const different = before.filter((line) => !after.includes(line));
    const text = [
      '| step | seconds |',
      '| --- | ---: |',
      `| backup of ${messages.toLocaleString('en')} messages | ${backup.toFixed(1)} |`,
      `| restore into an empty database | ${restore.toFixed(1)} |`,
      `| both, of at most 120 | ${(backup + restore).toFixed(1)} |`,
      '',
      different.length === 0 ? `Every row of ${before.length} tables came back.` : `DIFFERENT: ${different.join('; ')}`,
      `${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`,
    ].join('\n');
    process.stdout.write(`${text}\n`);
    if (flags.includes('--publish')) await publishBlock(`${DOCS}/backup.md`, 'backup', text);
    if (different.length > 0) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await database.stop();
  }
}

async function filled(database: BenchDatabase): Promise<string> {
  const server = await startOurs(database, 1, 'source', { LIMIT_STATEMENT: '60s' });
  try {
    await fillCorpus(server.database, messages, say);
    return server.database;
  } finally {
    await server.stop();
  }
}

/** @returns seconds, with the start of the program */
async function stmChat(args: readonly string[], database: string): Promise<number> {
  const began = performance.now();
  const { DIRECT_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...env, DATABASE_URL: database },
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`stm-chat ${args.join(' ')} ended with ${code}`);
  return (performance.now() - began) / 1000;
}

/** Every table with the number and the sum of its rows, but for what a restore changes by its nature. */
async function contents(database: string): Promise<string[]> {
  const tables = await query<{ name: string }>(
    database,
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relpersistence = 'p'
       and relname not in ('server_state', 'audit', 'feed', 'feed_followers', 'stm_chat_migrations', 'stm_chat_migrations_lock')
     order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const [sum] = await query<{ rows: string; sum: string | null }>(
      database,
      `select count(*) as rows, sum(hashtextextended(t::text, 0)::numeric) as sum from ${name} t`,
    );
    lines.push(`${name} ${sum?.rows} ${sum?.sum}`);
  }
  return lines;
}

await main();
