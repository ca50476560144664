import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { Clock } from '../kernel/clock.js';
import { addHealthRoutes, type ReadinessCheck } from './health.js';
import { addMetricsRoute, type Scrape } from './metrics.js';
import { nodeHttpOptions } from './node-http.js';

export interface WatchDoorOptions {
  readonly port: number;
  readonly host: string;
  readonly clock: Clock;
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Scrape;
  readonly serviceToken: string | null;
}

export interface WatchDoor {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The door of a process that serves nobody: `/health`, `/health/ready` and `/metrics`, for who watches it.
 * @throws what Node says when it cannot listen there
 */
export async function openWatchDoor(options: WatchDoorOptions): Promise<WatchDoor> {
  const http = Fastify({ logger: false, forceCloseConnections: true, ...nodeHttpOptions });
  addHealthRoutes(http, options.clock, options.checks);
  addMetricsRoute(http, options.metrics, options.serviceToken);
  await http.listen({ port: options.port, host: options.host });
  return { port: (http.server.address() as AddressInfo).port, close: () => http.close() };
}
