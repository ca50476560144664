import { readConfig } from '../../../config/read-config.js';
import { Database } from '../../../database/database.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { startNotifier } from './notifier-fixture.js';

/** The worker in a process of its own, for a test that kills it. */
const config = readConfig({ ...process.env, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
const { directUrl } = config.database;
if (directUrl === null) throw new Error('DATABASE_URL is missing');
const database = new Database({ pooled: directUrl, direct: directUrl }, config.database, config.limits, silentLogger);
let step = 0;
await startNotifier(database, {
  afterStep: (name) => void process.stdout.write(`${name} ${(step += 1)}\n`),
});
process.stdout.write('ready\n');
