import { Module } from '@nestjs/common';
import { AddWebhook } from './add-webhook.js';
import { DeleteWebhook } from './delete-webhook.js';
import { EnvironmentEndpoint } from './environment-endpoint.js';
import { ListWebhookDeliveries } from './list-webhook-deliveries.js';
import { ListWebhooks } from './list-webhooks.js';
import { PutWebhook } from './put-webhook.js';
import { ReplayWebhooks } from './replay-webhooks.js';
import { RotateWebhookSecret } from './rotate-webhook-secret.js';
import { TestWebhook } from './test-webhook.js';
import { WebhookJobs } from './webhook-jobs.js';
import { WebhookPruner } from './webhook-pruner.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookTeller } from './webhook-teller.js';

/**
 * Owns the tables `webhook_*` (`migrations/0120_webhooks.sql`): what the host platform is told by requests to it.
 *
 * Invariants: an event is written down once, under an id that is made from what happened, in the statement that puts it on
 * its way to every endpoint and calls those who send (`told-events.repository.ts`); it is sent until it was taken, for a
 * day, at least once and always under that id; what messages say is never kept here, and told to nobody but WEBHOOK_URL
 * with WEBHOOK_TEXT; nothing of a lane. Secrets lie in the database sealed, and no request leaves unsigned.
 * Locks: none of its own. An endpoint's jobs are of one queue, which one worker serves at a time (`webhook-sender.ts`).
 */
@Module({
  providers: [
    WebhookSecrets,
    EnvironmentEndpoint,
    WebhookTeller,
    WebhookJobs,
    WebhookPruner,
    ListWebhooks,
    AddWebhook,
    PutWebhook,
    DeleteWebhook,
    RotateWebhookSecret,
    TestWebhook,
    ListWebhookDeliveries,
    ReplayWebhooks,
  ],
})
export class WebhooksModule {}
