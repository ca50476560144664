import { readConfig } from '../../../config/read-config.js';
import { Database } from '../../../database/database.js';
import { systemClock } from '../../../kernel/clock.js';
import { noMetrics } from '../../../kernel/metrics.js';
import { RawRoutes } from '../../../kernel/raw-routes.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import type { DeliveryPort } from '../../delivery/delivery.api.js';
import { startDeliverer } from '../../delivery/testing/deliverer.js';
import type { Messages } from '../../messages/messages.api.js';
import { Bounces } from '../bounces.js';
import { MailChannel } from '../mail-channel.js';
import { MailLinks } from '../mail-links.js';

/** What sends mails, in a process of its own, for a test that kills it. */
const config = readConfig({ ...process.env, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij' });
const { directUrl } = config.database;
if (directUrl === null) throw new Error('DATABASE_URL is missing');
const database = new Database({ pooled: directUrl, direct: directUrl }, config.database, config.limits, silentLogger);
const messages: Pick<Messages, 'noteRead'> = { noteRead: () => Promise.resolve() };
const delivery: DeliveryPort = { register: () => undefined, confirm: () => Promise.resolve() };
const links = new MailLinks(config, systemClock);
const bounces = new Bounces(config, database, systemClock, noMetrics, new RawRoutes());
const channel = new MailChannel(
  database,
  config,
  messages as Messages,
  systemClock,
  silentLogger,
  noMetrics,
  links,
  bounces,
  delivery,
);
await startDeliverer(database, [channel]);
process.stdout.write('ready\n');
