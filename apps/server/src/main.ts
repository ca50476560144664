import { createServer } from './create-server.js';
import { ConfigError, readConfig } from './config/read-config.js';
import { demoAccounts } from './features/demo/demo.api.js';

/** A server that does not stop within this time after SIGTERM is stopped. */
const DRAIN_MAX_MS = 25_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const server = await createServer(config);
  say('✅ Connected to transaction pooler (REST API)');
  say('✅ Connected to direct connection (Real-time/Socket.IO)');
  say(`STM Backend running at port ${server.port}`);
  say(`\nOpen ${server.url.replace('127.0.0.1', 'localhost')}`);
  const accounts = await demoAccounts(server.app);
  if (accounts.length > 0) {
    say('\nDemo accounts:');
    for (const { role, email, password } of accounts) say(`  ${role.padEnd(9)} ${email.padEnd(26)} ${password}`);
  }
  stopOnSignals(server);
}

/** The first signal drains, a second one stops at once. */
function stopOnSignals(server: Awaited<ReturnType<typeof createServer>>): void {
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    if (signals > 1) process.exit(1);
    setTimeout(() => process.exit(1), DRAIN_MAX_MS).unref();
    server.drain().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
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
