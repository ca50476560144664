import os from 'node:os';
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureReconnect, REAL_PAIRS } from './scenarios/reconnect.js';
import { seedChats, startBenchDatabase } from './targets/bench-database.js';
import { startOursOn } from './targets/targets.js';

/**
 * `npm run bench:reconnect`: ten thousand devices whose server is killed, and another one that takes them all, with its own
 * limits on. Ends with 1 when they are not all synced within a minute. `-- --clients 1000` is short.
 */
const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '10000' },
    missed: { type: 'string', default: '500' },
    out: { type: 'string' },
  },
});

const ALL_SYNCED_WITHIN_S = 60;
const MIB = 2 ** 20;

const started = performance.now();
const say = (line: string): void =>
  void process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${line}\n`);

async function main(): Promise<void> {
  const clients = Math.floor(Number(values.clients) / 2) * 2;
  const database = await startBenchDatabase();
  try {
    const address = await database.create('reconnect');
    // The one that is killed lets them in as fast as they come; the one that is measured protects itself.
    const held = await startOursOn(database, address, {});
    const other = await startOursOn(database, address, { LIMIT_HANDSHAKES: '500/s' });
    try {
      await seedChats(address, clients / 2 + 1 + REAL_PAIRS);
      const result = await measureReconnect([held, other], address, { clients, missed: Number(values.missed) }, say);
      const { allSyncedSeconds, halfSyncedSeconds, behind, lost, refused, peakBytes, idleBytes } = result;
      const { bystander, bystanderFailed } = result;
      const { sdkSyncedSeconds, stockSyncedSeconds } = result;
      const slowest = Math.max(allSyncedSeconds, sdkSyncedSeconds, stockSyncedSeconds);
      const isWell = slowest <= ALL_SYNCED_WITHIN_S && behind === 0 && lost === 0 && bystanderFailed === 0;
      const machine = `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}; servers, PostgreSQL and devices on it`;
      const text = [
        `# Reconnecting: ${isWell ? 'all synced in time' : 'NOT ALL SYNCED IN TIME'}`,
        `\`npm run bench:reconnect -- --clients ${clients} --missed ${result.missed}\`, ${new Date().toISOString()}, ${machine}.`,
        [
          '| | |',
          '| --- | ---: |',
          `| devices whose server was killed | ${clients} |`,
          `| messages written while they were away | ${result.missed} |`,
          `| half of them synced after | ${halfSyncedSeconds} s |`,
          `| all of them synced after | ${allSyncedSeconds} s |`,
          `| ${REAL_PAIRS} real clients with the SDK, ${REAL_PAIRS} with socket.io-client, all synced after | ${sdkSyncedSeconds} s; ${stockSyncedSeconds} s |`,
          `| never back; back without everything | ${lost}; ${behind} |`,
          `| told to come later, or cut, on the way | ${refused} |`,
          `| peak memory of the server that took them | ${Math.round(peakBytes / MIB)} MiB (before: ${Math.round(idleBytes / MIB)} MiB) |`,
          `| ack of somebody who stayed, p50 / p99 / worst; not taken | ${bystander.p50} / ${bystander.p99} / ${bystander.max} ms; ${bystanderFailed} |`,
        ].join('\n'),
      ].join('\n\n');
      process.stdout.write(`${text}\n`);
      if (values.out !== undefined) {
        await mkdir(values.out, { recursive: true });
        await writeFile(`${values.out}/reconnect.md`, `${text}\n`);
        await writeFile(`${values.out}/reconnect.json`, `${JSON.stringify(result, null, 1)}\n`);
      }
      process.exitCode = isWell ? 0 : 1;
    } finally {
      await Promise.all([held.stop(), other.stop()]);
    }
  } finally {
    await database.stop();
  }
}

await main();
process.exit();
