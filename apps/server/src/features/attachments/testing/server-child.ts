import { readConfig } from '../../../config/read-config.js';
import { createServer } from '../../../create-server.js';
import { silentLogger } from '../../../ops/pino-logger.js';

/** A whole server, for a test that kills it. */
const config = readConfig({ ...process.env });
await createServer(config, { logger: silentLogger });
process.stdout.write('ready\n');
