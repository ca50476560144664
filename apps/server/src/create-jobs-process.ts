import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { makeCluster } from './cluster/start-bus.js';
import type { Config } from './config/config.js';
import { startDatabase } from './database/start-database.js';
import { systemClock } from './kernel/clock.js';
import { kernelPorts } from './kernel-ports.js';
import { createLogger } from './ops/pino-logger.js';
import { createPrometheusMetrics } from './ops/prometheus.js';

export interface RunningJobs {
  /** Takes no new job, and waits for those that run; not for ever. */
  close(): Promise<void>;
}

/**
 * The features without doors: a process that sends pushes, mails and webhooks for servers with `JOBS_IN=worker`. Any
 * number of them share the work.
 * @throws Error that says which part could not start and why
 */
export async function createJobsProcess(config: Config): Promise<RunningJobs> {
  const clock = systemClock;
  const logger = createLogger(config.server.logLevel, process.stdout.isTTY);
  const metrics = createPrometheusMetrics();
  const started = await startDatabase(config, logger);
  const cluster = makeCluster(config, { clock, logger, metrics });
  const stop = async () => {
    await cluster.close();
    await started.stop();
  };
  try {
    const { ports } = kernelPorts(config, { clock, logger, metrics }, cluster);
    const here: Config = { ...config, jobs: { besideConnections: false, apart: true } };
    const app = await NestFactory.createApplicationContext(AppModule.with(here, started.database, ports), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    await cluster.open();
    return {
      async close() {
        await app.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
