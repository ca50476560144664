import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { type Cluster, makeCluster } from './cluster/start-bus.js';
import type { Config } from './config/config.js';
import { ConfigError } from './config/read-config.js';
import type { Database } from './database/database.js';
import { startDatabase } from './database/start-database.js';
import { JOBS, type Jobs } from './features/jobs/jobs.api.js';
import { openWatchDoor, type WatchDoor } from './http/watch-door.js';
import { systemClock } from './kernel/clock.js';
import { kernelPorts } from './kernel-ports.js';
import { measurePools } from './measure-pools.js';
import { startTracing } from './ops/open-telemetry.js';
import { createLogger } from './ops/pino-logger.js';
import { createPrometheusMetrics, type PrometheusMetrics } from './ops/prometheus.js';

export interface RunningJobs {
  /** Where its health and metrics are; null without JOBS_PORT. */
  readonly port: number | null;
  /** Takes no new job, and waits for those that run; not for ever. */
  close(): Promise<void>;
}

/**
 * The features without doors: a process that sends pushes, mails and webhooks for servers with `JOBS_IN=worker`. Any
 * number of them share the work.
 * @throws ConfigError, or an Error that says which part could not start and why
 */
export async function createJobsProcess(config: Config): Promise<RunningJobs> {
  const clock = systemClock;
  const logger = createLogger(config.server.logLevel, process.stdout.isTTY);
  const metrics = createPrometheusMetrics();
  const { traces } = config.server;
  const stopTracing = traces === null ? null : await startTracing(traces);
  const started = await startDatabase(config, logger);
  const cluster = makeCluster(config, { clock, logger, metrics });
  const opened: { close(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of opened.toReversed()) await one.close();
    await cluster.close();
    await started.stop();
    await stopTracing?.();
  };
  try {
    const { ports } = kernelPorts(config, { clock, logger, metrics }, cluster);
    const here: Config = { ...config, jobs: { ...config.jobs, besideConnections: false, apart: true } };
    const app = await NestFactory.createApplicationContext(AppModule.with(here, started.database, ports), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    opened.push(app);
    await cluster.open();
    measurePools(started.database, metrics);
    let draining = false;
    let closing: Promise<void> | null = null;
    const door = await watch(config, { app, database: started.database, cluster, metrics, isDraining: () => draining });
    if (door !== null) opened.unshift(door);
    return {
      port: door?.port ?? null,
      close() {
        draining = true;
        return (closing ??= stop());
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Watched {
  readonly app: INestApplicationContext;
  readonly database: Database;
  readonly cluster: Cluster;
  readonly metrics: PrometheusMetrics;
  readonly isDraining: () => boolean;
}

/** Null: nobody watches. */
async function watch(
  config: Config,
  { app, database, cluster, metrics, isDraining }: Watched,
): Promise<WatchDoor | null> {
  const { port } = config.jobs;
  const { host } = config.server;
  if (port === null) return null;
  const jobs = app.get<Jobs>(JOBS);
  const ask = async (connection: 'pooled' | 'realtime') => (await database.health())[connection].ok;
  const checks = [
    { name: 'database_pooled', check: () => ask('pooled') },
    { name: 'database_realtime', check: () => ask('realtime') },
    { name: 'job_workers', check: async () => jobs.areWorking() },
    ...(cluster.state() === 'alone'
      ? []
      : [{ name: 'other_servers', check: async () => cluster.state() === 'connected', isOptional: true }]),
    { name: 'not_draining', check: async () => !isDraining() },
  ];
  metrics.gauge('chat_draining', () => [{ labels: {}, value: isDraining() ? 1 : 0 }]);
  const { serviceToken } = config.auth;
  return openWatchDoor({ port, host, clock: systemClock, checks, metrics, serviceToken }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([
      `JOBS_PORT: nothing can listen on ${host}:${port} (${code ?? 'unknown'}). Set another one, or 0.`,
    ]);
  });
}
