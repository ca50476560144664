import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { publishBlock } from './report/blocks.js';
import { measureMarketplace, type Simulated, type UnitCosts } from './scenarios/marketplace.js';
import { startBenchDatabase } from './targets/bench-database.js';

/**
 * `npm run bench:scale`: what a connection and a message cost here, a small marketplace that lives on this machine, and
 * the arithmetic for large ones; `--publish` puts it into docs/scale.md. `-- --users 1000 --seconds 10` is short.
 */
const flags = process.argv.slice(2);
const numberOf = (flag: string, otherwise: number): number =>
  flags.includes(flag) ? Number(flags[flags.indexOf(flag) + 1]) : otherwise;
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const users = numberOf('--users', 4000);
const seconds = numberOf('--seconds', 30);

/** At the busiest hour each connected user sends so many; every message is read on one other device. */
const MESSAGES_PER_USER_HOUR = 12;
/** A core is not planned to be busier. */
const BUSY = 0.5;
const HOURS_LIKE_THAT = 6;

const started = performance.now();
const say = (line: string): void =>
  void process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${line}\n`);

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const { costs, simulated } = await measureMarketplace(
      database,
      { users, seconds, measuredRate: 200, simulatedRate: 60 },
      say,
    );
    const text = [unitTable(costs), simulationTable(simulated), arithmetic(costs), machine()].join('\n\n');
    process.stdout.write(`${text}\n`);
    if (flags.includes('--publish')) await publishBlock(`${DOCS}/scale.md`, 'scale', text);
  } finally {
    await database.stop();
  }
}

const fixed = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

function unitTable(costs: UnitCosts): string {
  return [
    '| cost of | server | PostgreSQL, for its statements | |',
    '| --- | ---: | ---: | --- |',
    `| a connection that does nothing | ${fixed(costs.serverPerConnection * 1e6, 1)} µs CPU a second | ${fixed(costs.databasePerConnection * 1e6, 1)} µs CPU a second | ${fixed(costs.bytesPerConnection / 1024, 1)} KiB of memory |`,
    ...[costs.calm, costs.busy].map(
      ({ perSecond, server, database }) =>
        `| a message, and what follows of it, at ${perSecond} a second | ${fixed(server * 1000, 2)} ms CPU | ${fixed(database * 1000, 2)} ms CPU | ${fixed(costs.walBytesPerMessage / 1024, 1)} KiB of WAL, ${fixed(costs.diskBytesPerMessage / 1024, 1)} KiB of disk |`,
    ),
    `| what PostgreSQL does for itself because of a message: vacuum, checkpoints, writers | | ${fixed(costs.upkeepPerMessage * 1000, 2)} ms CPU | |`,
  ].join('\n');
}

function simulationTable({ users: all, messagesPerSecond, predicted, measured, ...rest }: Simulated): string {
  return [
    `A marketplace of ${fixed(all, 0)} connected users and ${fixed(messagesPerSecond, 0)} messages a second, on this machine:`,
    '',
    '| | server, cores | PostgreSQL for statements, cores | PostgreSQL for itself, cores |',
    '| --- | ---: | ---: | ---: |',
    `| sum of the costs above | ${fixed(predicted.server, 3)} | ${fixed(predicted.database, 3)} | ${fixed(predicted.upkeep, 3)} |`,
    `| measured | ${fixed(measured.server, 3)} | ${fixed(measured.database, 3)} | ${fixed(measured.upkeep, 3)} |`,
    '',
    `Acknowledged in ${fixed(rest.ackP50Ms, 1)} ms (p50), ${fixed(rest.ackP99Ms, 1)} ms (p99); ${rest.lost} lost.`,
  ].join('\n');
}

function arithmetic(costs: UnitCosts): string {
  const row = (connected: number): string => {
    const rate = (connected * MESSAGES_PER_USER_HOUR) / 3600;
    // The nearest of the two rates that were measured; beyond it a message costs rather less.
    const message = rate < costs.busy.perSecond ? costs.calm : costs.busy;
    const server = connected * costs.serverPerConnection + rate * message.server;
    const data = connected * costs.databasePerConnection + rate * (message.database + costs.upkeepPerMessage);
    const perDay = rate * 3600 * HOURS_LIKE_THAT;
    return [
      '',
      fixed(connected, 0),
      fixed(rate, 0),
      fixed(server / BUSY, 1),
      fixed((connected * costs.bytesPerConnection) / 1024 ** 3, 1),
      fixed(data / BUSY, 1),
      fixed((rate * costs.walBytesPerMessage) / 1024 ** 2, 2),
      fixed((perDay * 365 * costs.diskBytesPerMessage) / 1024 ** 4, 2),
      '',
    ]
      .join(' | ')
      .trim();
  };
  return [
    '| connected users | messages a second | server cores | memory, GiB | PostgreSQL cores | WAL, MiB a second | disk a year, TiB |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...[10_000, 100_000, 1_000_000].map(row),
    '',
    `${MESSAGES_PER_USER_HOUR} messages per connected user in the busiest hour, cores at most ${BUSY * 100} % busy, a year of days with ${HOURS_LIKE_THAT} such hours.`,
  ].join('\n');
}

const machine = (): string =>
  `${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; ${users} idle connections, ${seconds} s each.`;

await main();
