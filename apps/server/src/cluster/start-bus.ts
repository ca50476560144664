import type { Config } from '../config/config.js';
import { aloneBus, type Bus } from '../kernel/bus.js';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../kernel/logger.js';
import type { Metrics } from '../kernel/metrics.js';
import { ClusterBus } from './cluster-bus.js';
import { RedisLink } from './redis-link.js';
import { WorkerLink } from './worker-link.js';

/** What a server has of the others. */
export interface Cluster {
  readonly bus: Bus;
  /** Null: there cannot be others. */
  readonly redis: RedisLink | null;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of the relay between the processes of this machine. */
  readonly relayPath?: string;
}

/** Redis may be away when the server starts: it serves then too, after this time. */
const PATIENCE_MS = 3000;

/** With REDIS_URL, over Redis; else between the processes of this machine, when there are several; else nothing. */
export function makeCluster(config: Config, { clock, logger, metrics, relayPath }: ClusterParts): Cluster {
  const { url, prefix } = config.redis;
  const redis = url === null ? null : new RedisLink({ url, prefix, clock, logger });
  const link = redis ?? (relayPath === undefined ? null : new WorkerLink(relayPath, clock));
  if (link === null) {
    // Without others there is no value, instead of one that says that all is well.
    metrics.gauge('chat_pubsub_up', () => []);
    metrics.gauge('chat_cluster_nodes', () => [{ labels: {}, value: 1 }]);
    return { bus: aloneBus, redis, open: async () => undefined, close: async () => undefined };
  }
  const { jwtSecret: secret, jwtSecretPrevious: previousSecret } = config.auth;
  const bus = new ClusterBus({ link, clock, logger, metrics, secret, previousSecret });
  metrics.gauge('chat_pubsub_up', () => [{ labels: {}, value: bus.isUp ? 1 : 0 }]);
  metrics.gauge('chat_cluster_nodes', () => [{ labels: {}, value: 1 + bus.peers.length }]);
  return { bus, redis, open: () => bus.open(PATIENCE_MS), close: () => bus.close() };
}
