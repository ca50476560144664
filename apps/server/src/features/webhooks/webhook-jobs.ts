import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import { OUTGOING, type Outgoing } from '../../kernel/outgoing.js';
import { JOBS, type Jobs, type JobTask } from '../jobs/jobs.api.js';
import { MESSAGES, type Messages } from '../messages/messages.api.js';
import { SEND_JOB } from './told-events.repository.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.js';

const SEND: JobTask<{ readonly endpointId: string }> = { name: SEND_JOB, apart: true };

/** The job of each endpoint, written with what is to be sent to it. */
@Injectable()
export class WebhookJobs {
  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CONFIG) { webhooks: { endpoint } }: Config,
    @Inject(OUTGOING) outgoing: Outgoing,
    @Inject(MESSAGES) messages: Messages,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Inject(JOBS) jobs: Jobs,
    @Inject(WebhookSecrets) secrets: WebhookSecrets,
  ) {
    const sender = new WebhookSender({
      database,
      outgoing,
      messages,
      clock,
      logger,
      metrics,
      secretsOf: (row, now) => secrets.of(row, now),
      environmentText: endpoint?.text === true,
      chance: Math.random,
    });
    jobs.handle(SEND, ({ endpointId }, { signal }) => sender.send(endpointId, signal));
  }
}
