import type { Database } from '../../../database/database.js';
import { type Clock, systemClock } from '../../../kernel/clock.js';
import type { Connections } from '../../../kernel/connection.js';
import { noMetrics } from '../../../kernel/metrics.js';
import { News } from '../../../kernel/news.js';
import { silentLogger } from '../../../ops/pino-logger.js';
import { JobsPort } from '../../jobs/jobs-port.js';
import type { Notifications, NotificationOfUser } from '../../notifications/notifications.api.js';
import { toNotification } from '../../notifications/notifications.mapper.js';
import { readNotifications } from '../../notifications/notifications.queries.js';
import { settleNotifications } from '../../notifications/notifications.repository.js';
import { Channels } from '../channels.js';
import { Deliveries } from '../deliveries.js';
import type { Channel, Delivery, Outcome, Target, Withdrawal } from '../delivery.api.js';
import { Planner } from '../planner.js';
import { Planning } from '../planning.js';

/** What a worker process has of delivery, with channels of the test's own, beside a server with `JOBS_IN=worker`. */
export async function startDeliverer(database: Database, channels: readonly Channel[], clock: Clock = systemClock) {
  const notifications: Notifications = {
    announce: () => undefined,
    async settle(members) {
      const moved = members.map(({ chatId, userId }) => ({ chatId, userId, seq: null }));
      await settleNotifications(database, moved, clock.now());
    },
    announced: new News<readonly NotificationOfUser[]>(() => undefined),
    async find(id) {
      const [row] = await readNotifications(database, [id]);
      return row === undefined ? undefined : toNotification(row);
    },
  };
  const jobs = new JobsPort(database, clock, silentLogger, noMetrics, {
    jobs: { besideConnections: false, apart: true },
  });
  const registry = new Channels();
  for (const channel of channels) registry.register(channel);
  const connections = { isOnlineAnywhere: () => false } as unknown as Connections;
  const planning = new Planning(database, connections, clock, registry);
  const deliveries = new Deliveries(database, notifications, jobs, clock, silentLogger, registry, planning);
  const planner = new Planner(database, notifications, jobs, clock, silentLogger, planning);
  await jobs.onApplicationBootstrap();
  await deliveries.onApplicationBootstrap();
  planner.onApplicationBootstrap();
  return {
    async stop() {
      await planner.beforeApplicationShutdown();
      await jobs.beforeApplicationShutdown();
    },
  };
}

/** A channel that remembers what it was given. */
export function recordingChannel(
  options: Partial<Pick<Channel, 'name' | 'delayMs' | 'delayOnlineMs' | 'pauseMs'>> & {
    readonly targets?: readonly string[];
    readonly answer?: (delivery: Delivery) => Promise<Outcome> | Outcome;
    readonly answerWithdrawal?: (withdrawal: Withdrawal) => Promise<Outcome> | Outcome;
  } = {},
) {
  const delivered: Delivery[] = [];
  const withdrawn: Withdrawal[] = [];
  const targets: readonly Target[] = (options.targets ?? ['phone']).map((id) => ({ id, label: `a ${id}` }));
  const channel: Channel = {
    name: options.name ?? 'push',
    delayMs: options.delayMs ?? 0,
    delayOnlineMs: options.delayOnlineMs ?? options.delayMs ?? 0,
    pauseMs: options.pauseMs ?? 0,
    targets: (users) => Promise.resolve(new Map(users.map((id) => [id, targets]))),
    async deliver(delivery) {
      delivered.push(delivery);
      return (await options.answer?.(delivery)) ?? { kind: 'sent' };
    },
    async withdraw(withdrawal) {
      withdrawn.push(withdrawal);
      return (await options.answerWithdrawal?.(withdrawal)) ?? { kind: 'sent' };
    },
  };
  return { channel, delivered, withdrawn };
}
