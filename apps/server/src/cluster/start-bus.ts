import type { Config } from '../config/config.js';
import { aloneBus, type Bus } from '../kernel/bus.js';
import type { Clock } from '../kernel/clock.js';
import { type MakeStage, memoryStage } from '../kernel/limiter.js';
import type { Logger } from '../kernel/logger.js';
import type { Metrics } from '../kernel/metrics.js';
import { ClusterBus } from './cluster-bus.js';
import { RedisLink } from './redis-link.js';
import { redisStage, workerStage } from './shared-limits.js';
import { WorkerLink } from './worker-link.js';

/** What a server has of the others. */
export interface Cluster {
  readonly bus: Bus;
  /** `alone`: there cannot be others. */
  state(): 'alone' | 'connected' | 'cut off';
  /** Where limits are counted that hold over all servers. */
  readonly stage: MakeStage;
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
    const nothing = async () => undefined;
    return { bus: aloneBus, state: () => 'alone', stage: memoryStage, open: nothing, close: nothing };
  }
  const { jwtSecret: secret, jwtSecretPrevious: previousSecret } = config.auth;
  const bus = new ClusterBus({ link, clock, logger, metrics, secret, previousSecret });
  metrics.gauge('chat_pubsub_up', () => [{ labels: {}, value: bus.isUp ? 1 : 0 }]);
  metrics.gauge('chat_cluster_nodes', () => [{ labels: {}, value: 1 + bus.peers.length }]);
  return {
    bus,
    state: () => (bus.isUp ? 'connected' : 'cut off'),
    stage: redis === null ? workerStage : redisStage(redis, prefix),
    open: () => bus.open(PATIENCE_MS),
    close: () => bus.close(),
  };
}
