import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fillChats, fillCorpus, indexAgain } from './scenarios/search-corpus.js';
import { measureSearches, type SearchRun } from './scenarios/search-queries.js';
import { query, startBenchDatabase } from './targets/bench-database.js';
import { startOursOn } from './targets/targets.js';

/**
 * `npm run bench:search`: how long a search takes among ten million messages. `-- --messages 1000000` takes fewer,
 * `--calls 100` asks less often, `--names` makes no messages and
 * asks for chats and people alone, `--out folder` keeps the table. `--data folder` keeps the messages there, and only asks
 * when they are there already.
 */
const flags = process.argv.slice(2);
const numberOf = (flag: string, otherwise: number): number =>
  flags.includes(flag) ? Number(flags[flags.indexOf(flag) + 1]) : otherwise;
const messages = numberOf('--messages', 10_000_000);
const calls = numberOf('--calls', 200);
const folderOf = (flag: string): string | null =>
  flags.includes(flag) ? path.resolve(flags[flags.indexOf(flag) + 1] ?? '') : null;

const started = performance.now();
const say = (line: string): void =>
  void process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${line}\n`);

async function main(): Promise<void> {
  const database = await startBenchDatabase({}, folderOf('--data'));
  try {
    const target = await startOursOn(database, await database.create('search'), { LIMIT_STATEMENT: '60s' });
    try {
      if (flags.includes('--names')) {
        await fillChats(target.database, messages);
        say('chats and people are there');
        process.stdout.write(toMarkdown(await measureSearches(target, calls, true), []));
        return;
      }
      const index = await filled(target.database);
      if (flags.includes('--fill')) return;
      const perMessage = await indexAgain(target.database);
      const runs = await measureSearches(target, calls);
      const markdown = toMarkdown(runs, [
        `${messages.toLocaleString('en')} messages; ${await sizes(target.database)}.`,
        `Its index was made in ${index.toFixed(0)} s. One more message costs ${perMessage.toFixed(2)} ms of the indexer.`,
        `${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`,
      ]);
      process.stdout.write(markdown);
      const out = folderOf('--out');
      if (out !== null) {
        await mkdir(out, { recursive: true });
        await writeFile(`${out}/search.md`, markdown);
      }
    } finally {
      await target.stop();
    }
  } finally {
    await database.stop();
  }
}

/** The messages, made now or by an earlier run. @returns seconds for the index of the search */
async function filled(address: string): Promise<number> {
  await query(address, 'create table if not exists bench_filled (messages int, index float8)');
  const [before] = await query<{ messages: number; index: number }>(address, 'select * from bench_filled');
  if (before !== undefined) {
    if (before.messages !== messages) throw new Error(`${before.messages} messages are in that folder`);
    return before.index;
  }
  const index = await fillCorpus(address, messages, say);
  await query(address, 'insert into bench_filled values ($1, $2)', [messages, index]);
  say('everything can be found');
  return index;
}

async function sizes(address: string): Promise<string> {
  const rows = await query<{ name: string; size: string }>(
    address,
    `select n as name, pg_size_pretty(pg_total_relation_size(n::regclass)) as size
     from unnest(array['messages', 'search_messages', 'search_messages_words']) n`,
  );
  return rows.map(({ name, size }) => `${name} ${size}`).join(', ');
}

function toMarkdown(runs: readonly SearchRun[], notes: readonly string[]): string {
  const lines = runs.map(
    ({ who, what, latency: { count, p50, p95, p99, max }, cpuMs, full }) =>
      `| ${who} | ${what} | ${p50} | ${p95} | ${p99} | ${max} | ${cpuMs} | ${count} | ${full} |`,
  );
  return [
    '| who | what | p50 ms | p95 | p99 | max | CPU ms | calls | full pages |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    ...notes,
    '',
  ].join('\n');
}

await main();
