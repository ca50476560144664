import { z } from 'zod';
import { contract } from '../contract.js';
import {
  webhookDeliverySchema,
  webhookEndpointSchema,
  webhookSecretSchema,
  webhookStateSchema,
  webhookTypeSchema,
} from '../entities/webhook.js';
import { cursorParam, isStorable, lineField, listLimitParam, timeField } from '../fields.js';

const endpointOnly = { endpointId: z.guid('must be a UUID').toLowerCase() };

/** An address that the server can be asked to call: http or https, without a name or password in it. */
const addressField = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .max(2000, 'must have at most 2000 characters')
  .refine(isStorable, 'must not contain NUL or lone surrogates')
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), 'must not contain a name or a password');

const typesField = z
  .array(webhookTypeSchema)
  .min(1, 'must name at least one type')
  .max(webhookTypeSchema.options.length);

export const listWebhooks = contract('list_webhooks', {
  summary: 'The addresses that are told of events, and how they are.',
  input: z.strictObject({}),
  output: z.object({ webhooks: z.array(webhookEndpointSchema), next: z.null() }),
  errors: [],
});

export const addWebhook = contract('add_webhook', {
  summary: 'Adds an address that is told of events from now on. Its secret is in this answer and in no other.',
  input: z.strictObject({
    url: addressField,
    types: typesField.optional().describe('all when left out'),
    description: lineField(200).optional(),
  }),
  output: webhookSecretSchema,
  errors: ['conflict', 'forbidden'],
});

export const putWebhook = contract('put_webhook', {
  summary: 'Changes an endpoint; what is left out stays.',
  input: z.strictObject({
    ...endpointOnly,
    url: addressField.optional(),
    types: typesField.optional(),
    description: z.union([lineField(200), z.literal('')]).optional(),
    enabled: z.boolean().optional(),
  }),
  output: webhookEndpointSchema,
  errors: ['not_found', 'forbidden'],
});

export const deleteWebhook = contract('delete_webhook', {
  summary: 'Takes an endpoint away, with what was kept of its deliveries.',
  input: z.strictObject(endpointOnly),
  output: z.void(),
  errors: ['not_found', 'forbidden'],
});

export const rotateWebhookSecret = contract('rotate_webhook_secret', {
  summary: 'Gives an endpoint a new secret; the one before signs beside it for a day.',
  input: z.strictObject(endpointOnly),
  output: webhookSecretSchema,
  errors: ['not_found', 'forbidden'],
});

export const testWebhook = contract('test_webhook', {
  summary: 'Sends an event of the type webhook.test to the endpoint.',
  input: z.strictObject(endpointOnly),
  output: z.object({ event_id: z.guid() }),
  errors: ['not_found', 'conflict'],
});

export const listWebhookDeliveries = contract('list_webhook_deliveries', {
  summary: 'What was, and is still to be, delivered to an endpoint, the latest first.',
  input: z.strictObject({
    ...endpointOnly,
    state: webhookStateSchema.optional(),
    cursor: cursorParam.optional(),
    limit: listLimitParam,
  }),
  output: z.object({ deliveries: z.array(webhookDeliverySchema), next: z.string().nullable() }),
  errors: ['not_found'],
});

export const replayWebhooks = contract('replay_webhooks', {
  summary:
    'Delivers events again, under the ids that they had: one, or those of a time that were not delivered, or all of it.',
  input: z
    .strictObject({
      ...endpointOnly,
      event_id: z.guid('must be a UUID').toLowerCase().optional(),
      from: timeField.optional(),
      to: timeField.optional(),
      delivered: z.boolean().default(false).describe('of a time: also those that were delivered'),
    })
    .refine((it) => (it.event_id === undefined) === (it.from !== undefined), {
      error: 'either one event_id, or a time with from (and to), is expected',
      path: ['event_id'],
    })
    .refine((it) => it.to === undefined || (it.from !== undefined && it.from < it.to), {
      error: 'must be after from',
      path: ['to'],
    }),
  output: z.object({
    replayed: z.int().min(0),
    more: z.boolean().describe('the time has more than one call replays: call again with a later from'),
    next_from: timeField.nullable().describe('that from'),
  }),
  errors: ['not_found', 'conflict'],
});
