import { readConfig } from '../../../config/read-config.js';
import { Database } from '../../../database/database.js';
import { systemClock } from '../../../kernel/clock.js';
import { noMetrics } from '../../../kernel/metrics.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { JobsPort } from '../jobs-port.js';

/** A server that begins a job and never ends it: for a test that kills it. */
const config = readConfig({ ...process.env, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
const { directUrl } = config.database;
if (directUrl === null) throw new Error('DATABASE_URL is missing');
const database = new Database({ pooled: directUrl, direct: directUrl }, config.database, config.limits, silentLogger);
const jobs = new JobsPort(database, systemClock, silentLogger, noMetrics, config);
jobs.handle({ name: 'note' }, () => {
  process.stdout.write('begun\n');
  return new Promise(() => undefined);
});
await jobs.onApplicationBootstrap();
process.stdout.write('ready\n');
