import { readConfig } from '../../../config/read-config.js';
import { Database } from '../../../database/database.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { startWebhooks } from './webhook-fixture.js';

/** What tells and sends, in a process of its own, which kills itself after the step `DIE_AFTER`. */
const config = readConfig({ ...process.env, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
const { directUrl } = config.database;
if (directUrl === null) throw new Error('DATABASE_URL is missing');
const database = new Database({ pooled: directUrl, direct: directUrl }, config.database, config.limits, silentLogger);
await startWebhooks(database, (step) => {
  if (step === process.env['DIE_AFTER']) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write('ready\n');
