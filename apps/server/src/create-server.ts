import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { ConfigError } from './config/read-config.js';
import { type Cluster, makeCluster } from './cluster/start-bus.js';
import { type Database, DATABASE } from './database/database.js';
import { type StartedDatabase, startDatabase } from './database/start-database.js';
import { addApiDocs } from './http/api-docs.js';
import { addCommandRoutes } from './http/command-routes.js';
import { addHealthRoutes } from './http/health.js';
import { addMetricsRoute } from './http/metrics.js';
import { addRawRoutes } from './http/raw-routes.js';
import { createHttpServer } from './http/http-server.js';
import { sessionCookies } from './http/session-cookie.js';
import { AUTHENTICATOR, type Authenticator } from './kernel/actor.js';
import { type Clock, systemClock } from './kernel/clock.js';
import { CommandRegistry } from './kernel/command-registry.js';
import type { Ids } from './kernel/ids.js';
import { kernelPorts } from './kernel-ports.js';
import { measurePools } from './measure-pools.js';
import type { Logger } from './kernel/logger.js';
import type { OriginPolicy } from './kernel/origin.js';
import { RawRoutes } from './kernel/raw-routes.js';
import { CommandRunner } from './kernel/run-command.js';
import { LoopLag } from './ops/loop-lag.js';
import { startTracing } from './ops/open-telemetry.js';
import { createLogger } from './ops/pino-logger.js';
import { createPrometheusMetrics, type PrometheusMetrics } from './ops/prometheus.js';
import type { Resolve } from './outgoing/guarded-client.js';
import type { Siblings } from './realtime/sticky-sessions.js';
import { connectionsByFileLimit } from './realtime/open-connections.js';
import { type Heartbeat, RealtimeServer } from './realtime/realtime-server.js';

/** Of the open files, for connections of any kind. */
const SHARE_OF_FILES = 0.85;
/**
 * Connections that the kernel keeps while the process is busy; it takes no more of them than `net.core.somaxconn`. With
 * Node's 511, of thousands that come at once some hang until their client gives up: it believes to be connected.
 */
const BACKLOG = 4096;

/** What tests set; the rest of the world has one clock and random ids. */
export interface Seams {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
  readonly heartbeat?: Heartbeat;
  /** Instead of DNS, for what the server asks of others. */
  readonly resolve?: Resolve;
  /** Of the relay between the processes of this machine, when there are several. */
  readonly relayPath?: string;
  /** These processes. */
  readonly siblings?: Siblings;
}

export interface RunningServer {
  /** `http://host:port` on which it listens. */
  readonly url: string;
  readonly port: number;
  readonly database: Database;
  /** The features, for the command line and for tests. */
  readonly app: INestApplicationContext;
  /** Lets clients go elsewhere, finishes what is in flight and stops: SIGTERM. */
  drain(): Promise<void>;
  /** Stops at once; what was acknowledged is committed. */
  close(): Promise<void>;
}

/**
 * Builds the server from its configuration and listens: database, features, then the two doors.
 * @throws ConfigError, or an Error that says which part could not start and why
 */
export async function createServer(config: Config, seams: Seams = {}): Promise<RunningServer> {
  const clock = seams.clock ?? systemClock;
  const logger = seams.logger ?? createLogger(config.server.logLevel, process.stdout.isTTY);
  const metrics = createPrometheusMetrics();
  const { traces } = config.server;
  const stopTracing = traces === null ? null : await startTracing(traces);
  const database = await startDatabase(config, logger);
  const stopDatabase = async (): Promise<void> => {
    await database.stop();
    await stopTracing?.();
  };
  const started: StartedDatabase = { ...database, stop: stopDatabase };
  const { relayPath } = seams;
  const cluster = makeCluster(config, { clock, logger, metrics, ...(relayPath === undefined ? {} : { relayPath }) });
  try {
    return await build(config, { ...seams, clock, logger, metrics }, started, cluster);
  } catch (error) {
    await cluster.close();
    await started.stop();
    throw error;
  }
}

interface Parts extends Seams {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PrometheusMetrics;
}

async function build(config: Config, parts: Parts, started: StartedDatabase, cluster: Cluster): Promise<RunningServer> {
  const { clock, logger, metrics } = parts;
  const { hub, ports } = kernelPorts(config, parts, cluster);
  const app = await NestFactory.createApplicationContext(AppModule.with(config, started.database, ports), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const registry = app.get(CommandRegistry);
  registry.collect();
  const doors = {
    commands: registry.all(),
    runner: app.get(CommandRunner),
    authenticator: app.get<Authenticator>(AUTHENTICATOR),
  };

  const origins = originPolicy(config);
  const rawRoutes = app.get(RawRoutes).all();
  const http = await createHttpServer({
    origins,
    rawRoutes,
    logger,
    production: config.server.production,
    maxConnections: connectionsByFileLimit(SHARE_OF_FILES),
  });
  const { trustProxy, publicUrl } = config.server;
  const cookies = sessionCookies(config.auth.refreshTokenSeconds, publicUrl);
  await addRawRoutes(http, rawRoutes, { authenticator: doors.authenticator, trustProxy, logger });
  addCommandRoutes(http, { ...doors, trustProxy, cookies });
  const database = app.get<Database>(DATABASE);
  const ask = async (connection: 'pooled' | 'realtime') => (await database.health())[connection].ok;
  const loopLag = new LoopLag(config.limits.loopLagMs);
  let draining = false;
  addHealthRoutes(http, clock, [
    { name: 'database_pooled', check: () => ask('pooled') },
    { name: 'database_realtime', check: () => ask('realtime') },
    { name: 'event_loop', check: () => Promise.resolve(!loopLag.isTooHigh) },
    // Without the others a server serves: what they write is read from the database, some seconds later.
    ...(cluster.state() === 'alone'
      ? []
      : [{ name: 'other_servers', check: async () => cluster.state() === 'connected', isOptional: true }]),
    { name: 'not_draining', check: () => Promise.resolve(!draining) },
  ]);
  addMetricsRoute(http, metrics, config.auth.serviceToken);
  await addApiDocs(http, publicUrl);
  measurePools(started.database, metrics);
  metrics.gauge('chat_draining', () => [{ labels: {}, value: draining ? 1 : 0 }]);
  const realtime = new RealtimeServer(http.server, {
    ...doors,
    hub,
    clock,
    metrics,
    origins,
    trustProxy,
    polling: config.server.polling,
    epoch: await database.epoch(),
    isOverloaded: () => loopLag.isTooHigh,
    limits: config.limits,
    ...(parts.siblings === undefined ? {} : { siblings: parts.siblings }),
    ...(parts.heartbeat === undefined ? {} : { heartbeat: parts.heartbeat }),
  });
  await cluster.open();
  const { port: wanted, host } = config.server;
  await http.listen({ port: wanted, host, backlog: BACKLOG }).catch((error: unknown) => {
    throw cannotListen(error, config);
  });
  const { port } = http.server.address() as AddressInfo;

  let closing: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    loopLag.stop();
    realtime.close();
    await http.close();
    await app.close();
    await cluster.close();
    await started.stop();
  };
  const close = (): Promise<void> => (closing ??= stop());
  return {
    url: `http://${config.server.host.includes(':') ? `[${config.server.host}]` : config.server.host}:${port}`,
    port,
    database,
    app,
    close,
    async drain() {
      draining = true;
      await realtime.drain();
      await close();
    },
  };
}

/** Why nobody can be served on this address, in the words of who set it. */
function cannotListen(error: unknown, { server: { port, host } }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConfigError([
        `PORT: another program listens on ${host}:${port}. Stop it, or set PORT (0: any free one).`,
      ]);
    case 'EACCES':
      return new ConfigError([`PORT: ${port} is not allowed to this account. Set PORT to one from 1024 on.`]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError([`HOST: ${host} is no address of this machine.`]);
    default:
      return error;
  }
}

function originPolicy({ server }: Config): OriginPolicy {
  return {
    allowed: new Set([...server.frontendOrigins, ...(server.publicUrl === null ? [] : [server.publicUrl])]),
    allowLoopback: !server.production,
  };
}
