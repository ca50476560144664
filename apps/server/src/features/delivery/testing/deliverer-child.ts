import { readConfig } from '../../../config/read-config.js';
import { Database } from '../../../database/database.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { recordingChannel, startDeliverer } from './deliverer.js';

/** A worker in a process of its own, for a test that kills it: its channel is an HTTP server of the test's. */
const config = readConfig({ ...process.env, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
const { directUrl } = config.database;
const service = process.env['SERVICE'];
if (directUrl === null || service === undefined) throw new Error('DATABASE_URL or SERVICE is missing');
const database = new Database({ pooled: directUrl, direct: directUrl }, config.database, config.limits, silentLogger);
const { channel } = recordingChannel({
  async answer({ userId, targetId, upto, again }) {
    const response = await fetch(service, {
      method: 'POST',
      body: JSON.stringify({ userId, targetId, upto, again }),
    });
    return response.ok ? { kind: 'sent' } : { kind: 'later', why: `HTTP ${response.status}` };
  },
});
await startDeliverer(database, [channel]);
process.stdout.write('ready\n');
