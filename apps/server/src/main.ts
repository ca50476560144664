import nodeCluster from 'node:cluster';
import { createServer, type RunningServer } from './create-server.js';
import type { Config } from './config/config.js';
import { ConfigError, readConfig } from './config/read-config.js';
import { demoAccounts } from './features/demo/demo.api.js';
import { createLogger } from './ops/pino-logger.js';
import { Primary } from './workers/primary.js';
import { onWorkerDrain, placeOfWorker, tellListening } from './workers/worker.js';

/** A server that does not stop within this time after SIGTERM is stopped. */
const DRAIN_MAX_MS = 25_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (config.server.workers === 1) return serveAlone(config);
  return nodeCluster.isPrimary ? serveWithWorkers(config) : serveAsWorker(config);
}

async function serveAlone(config: Config): Promise<void> {
  const server = await createServer(config);
  for (const line of await greeting(server)) say(line);
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
  tellListening(await greeting(server));
}

async function greeting(server: RunningServer): Promise<string[]> {
  const accounts = await demoAccounts(server.app);
  return [
    '✅ Connected to transaction pooler (REST API)',
    '✅ Connected to direct connection (Real-time/Socket.IO)',
    `STM Backend running at port ${server.port}`,
    `\nOpen ${server.url.replace('127.0.0.1', 'localhost')}`,
    ...(accounts.length === 0 ? [] : ['\nDemo accounts:']),
    ...accounts.map(({ role, email, password }) => `  ${role.padEnd(9)} ${email.padEnd(26)} ${password}`),
  ];
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
  const text =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
