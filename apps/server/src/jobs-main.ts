import { createJobsProcess } from './create-jobs-process.js';
import { readConfig } from './config/read-config.js';
import { startFailure } from './start-failure.js';

/** `npm run jobs`. One that does not stop within this time after SIGTERM is stopped; its jobs come again. */
const STOP_MAX_MS = 25_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const jobs = await createJobsProcess(config);
  say('STM Chat sends pushes, mails and webhooks from here');
  if (jobs.port !== null) say(`Health and metrics at port ${jobs.port}`);
  let stopping = false;
  const stop = (): void => {
    // A second signal ends it at once; what it had begun comes again.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MAX_MS).unref();
    jobs.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error, process.env)}\n`);
  process.exit(1);
});
