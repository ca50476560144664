import type { Cluster } from './cluster/start-bus.js';
import type { Config } from './config/config.js';
import type { Clock } from './kernel/clock.js';
import { type Ids, randomIds } from './kernel/ids.js';
import type { KernelPorts } from './kernel/kernel.module.js';
import { limiterOf } from './kernel/limiter.js';
import type { Logger } from './kernel/logger.js';
import { CommandLog } from './ops/command-log.js';
import type { PrometheusMetrics } from './ops/prometheus.js';
import { readNetwork } from './outgoing/address-policy.js';
import { GuardedClient, type Resolve } from './outgoing/guarded-client.js';
import { ClusterHub } from './realtime/cluster-hub.js';
import { SocketHub } from './realtime/socket-hub.js';

export interface PortParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PrometheusMetrics;
  readonly ids?: Ids;
  readonly resolve?: Resolve;
}

/** What fills the kernel's ports in every process that has the features, with doors or without. */
export function kernelPorts(
  config: Config,
  { clock, logger, metrics, ids = randomIds, resolve }: PortParts,
  { bus, stage }: Cluster,
): { readonly ports: KernelPorts; readonly hub: ClusterHub } {
  const sockets = new SocketHub(logger, clock, (packets) => metrics.count('chat_volatile_dropped_total', {}, packets));
  const hub = new ClusterHub({ hub: sockets, bus, clock, logger });
  const ports: KernelPorts = {
    ...{ clock, logger, ids, metrics, bus },
    observer: new CommandLog(logger, metrics),
    limiters: {
      send: limiterOf('send', config.limits.send, stage),
      new_chats: limiterOf('new_chats', config.limits.newChats, stage),
      search: limiterOf('search', config.limits.search, stage),
      disputes: limiterOf('disputes', config.limits.disputes, stage),
      evidence: limiterOf('evidence', config.limits.evidence, stage),
      export: limiterOf('export', config.limits.export, stage),
    },
    publisher: hub,
    connections: hub,
    outgoing: new GuardedClient({
      clock,
      concurrency: config.outgoing.concurrency,
      allowed: config.outgoing.allowed.map(readNetwork),
      ...(resolve === undefined ? {} : { resolve }),
    }),
  };
  return { ports, hub };
}
