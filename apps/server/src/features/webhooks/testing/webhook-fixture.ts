import type { Database } from '../../../database/database.js';
import { type Clock, systemClock } from '../../../kernel/clock.js';
import { noMetrics } from '../../../kernel/metrics.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { readNetwork } from '../../../outgoing/address-policy.js';
import { GuardedClient } from '../../../outgoing/guarded-client.js';
import type { Disputes } from '../../disputes/disputes.api.js';
import { toEvent } from '../../disputes/disputes.mapper.js';
import { readEvents } from '../../disputes/disputes.queries.js';
import type { Feed, FeedHandler, FeedWants } from '../../feed/feed.api.js';
import { FeedSessions } from '../../feed/feed-sessions.js';
import { Follower, type FollowerStep } from '../../feed/follower.js';
import { JobsPort } from '../../jobs/jobs-port.js';
import { WebhookSecrets } from '../webhook-secrets.js';
import { type SenderStep, WebhookSender } from '../webhook-sender.js';
import { WebhookTeller } from '../webhook-teller.js';

export type WebhookStep = `${'messages' | 'changes'} ${FollowerStep}` | `send ${SenderStep}`;

/** Workers that are gone are looked for every five seconds: here time passes faster for that. */
const hastyClock: Clock = { now: systemClock.now, after: (ms, action) => systemClock.after(ms / 25, action) };

/** Of a server with this secret and no WEBHOOK_URL. */
export function secretsFor(database: Database): WebhookSecrets {
  const auth = { jwtSecret: 'only-for-tests-0123456789-abcdefghij', jwtSecretPrevious: null };
  return new WebhookSecrets(database, { auth, webhooks: { endpoint: null } }, silentLogger);
}

/** All that tells and sends, as one server has it, without the server. */
export async function startWebhooks(database: Database, afterStep: (step: WebhookStep) => void) {
  const handlers = new Map<string, { readonly handler: FeedHandler; readonly wants: FeedWants | undefined }>();
  const feed: Feed = {
    follow: (name, handler, { wants } = {}) => void handlers.set(name, { handler, wants }),
  };
  const disputes: Pick<Disputes, 'listEvents'> = {
    listEvents: async (since, most) => (await readEvents(database, since, most)).map(toEvent),
  };
  new WebhookTeller(database, disputes as Disputes, systemClock, feed);
  const sessions = new FeedSessions(database, systemClock, () => [...handlers.keys()]);
  const followers = [...handlers].map(([name, given]) => {
    const which = name === 'webhook_messages' ? 'messages' : 'changes';
    const step = (done: FollowerStep) => afterStep(`${which} ${done}`);
    return new Follower({ name, ...given, sessions, clock: systemClock, logger: silentLogger, afterStep: step });
  });
  await sessions.current();

  const sender = new WebhookSender({
    database,
    outgoing: new GuardedClient({ clock: systemClock, concurrency: 8, allowed: [readNetwork('127.0.0.1')] }),
    messages: { readAt: () => Promise.resolve([]) },
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
    secretsOf: (row, now) => secretsFor(database).of(row, now),
    environmentText: false,
    chance: () => 0.5,
    afterStep: (step) => afterStep(`send ${step}`),
  });
  const jobs = new JobsPort(database, hastyClock, silentLogger, noMetrics, {
    jobs: { apart: true, besideConnections: true },
  });
  jobs.handle<{ endpointId: string }>({ name: 'webhooks' }, ({ endpointId }, { signal }) =>
    sender.send(endpointId, signal),
  );
  await jobs.onApplicationBootstrap();
  for (const follower of followers) follower.start();
  return {
    async stop() {
      await Promise.all(followers.map((follower) => follower.stop()));
      await jobs.beforeApplicationShutdown();
      await sessions.close();
    },
  };
}
