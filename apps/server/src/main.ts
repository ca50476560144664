import nodeCluster from 'node:cluster';
import { createServer } from './create-server.js';
import type { Config } from './config/config.js';
import { readConfig } from './config/read-config.js';
import { greeting } from './greeting.js';
import { createLogger } from './ops/pino-logger.js';
import { startFailure } from './start-failure.js';
import { Primary } from './workers/primary.js';
import { onWorkerDrain, placeOfWorker, tellListening } from './workers/worker.js';
import { haveLargeRoundsSeldom } from './collector.js';

/** A server that does not stop within this time after SIGTERM is stopped. */
const DRAIN_MAX_MS = 25_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  haveLargeRoundsSeldom();
  const config = readConfig(process.env);
  if (config.server.workers === 1) return serveAlone(config);
  return nodeCluster.isPrimary ? serveWithWorkers(config) : serveAsWorker(config);
}

async function serveAlone(config: Config): Promise<void> {
  const server = await createServer(config);
  for (const line of await greeting(server, config.server)) say(line);
  stopOnSignals(
    () => server.drain(),
    () => undefined,
  );
}

async function serveWithWorkers(config: Config): Promise<void> {
  const logger = createLogger(config.server.logLevel, process.stdout.isTTY);
  const primary = new Primary({ workers: config.server.workers, logger, say });
  stopOnSignals(
    () => primary.drain(),
    () => primary.kill(),
  );
  await primary.start().catch((error: unknown) => {
    primary.kill();
    throw error;
  });
}

async function serveAsWorker(config: Config): Promise<void> {
  const server = await createServer(config, await placeOfWorker());
  onWorkerDrain(() => drainWithin(() => server.drain()));
  tellListening(await greeting(server, config.server));
}

/** The first signal drains, a second one stops at once. */
function stopOnSignals(drain: () => Promise<void>, kill: () => void): void {
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    if (signals === 1) return drainWithin(drain);
    kill();
    process.exit(1);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function drainWithin(drain: () => Promise<void>): void {
  setTimeout(() => process.exit(1), DRAIN_MAX_MS).unref();
  drain().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error, process.env)}\n`);
  process.exit(1);
});
