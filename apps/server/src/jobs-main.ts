import { createJobsProcess } from './create-jobs-process.js';
import { readConfig } from './config/read-config.js';

/** `npm run jobs`. One that does not stop within this time after SIGTERM is stopped; its jobs come again. */
const STOP_MAX_MS = 25_000;

async function main(): Promise<void> {
  const jobs = await createJobsProcess(readConfig(process.env));
  process.stdout.write('STM Chat sends pushes, mails and webhooks from here\n');
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_MAX_MS).unref();
    jobs.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
