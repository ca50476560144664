import { z } from 'zod';
import { messageTypeSchema, senderTypeSchema } from './message.js';
import { disputeEventSchema } from './dispute.js';
import { chatIdField, messageIdField, partyField, seqField, timeField, userIdField } from '../fields.js';

/** What happened, as the host platform is told of it. */
export const webhookTypeSchema = z.enum([
  'message.created',
  'message.edited',
  'message.deleted',
  'chat.opened',
  'chat.closed',
  'chat.reopened',
  'member.added',
  'member.removed',
  'dispute.opened',
  'dispute.assigned',
  'dispute.handed_over',
  'dispute.released',
  'dispute.returned',
  'dispute.resolved',
  'dispute.withdrawn',
]);

/** The chat that it happened in, as it is when the event is written down. */
const chatFacts = {
  chatId: chatIdField,
  job_id: z.string().nullable(),
  customer_id: userIdField.nullable(),
  provider_id: userIdField.nullable(),
  lsm_id: userIdField.nullable(),
};

/** A message, without what it says, but to `WEBHOOK_URL` where the operator has set `WEBHOOK_TEXT`. */
export const webhookMessageSchema = z
  .object({
    ...chatFacts,
    message_id: messageIdField,
    seq: seqField,
    sender_id: userIdField,
    sender_type: senderTypeSchema,
    message_type: messageTypeSchema,
    attachments: z.int().min(0).describe('how many'),
    created_at: timeField,
    message: z
      .string()
      .optional()
      .describe('what it says when it is told; empty once it is deleted; only with WEBHOOK_TEXT'),
  })
  .meta({ id: 'WebhookMessage' });

export const webhookChatSchema = z
  .object({ ...chatFacts, actor_id: z.int().min(0).describe('who did it; 0 is the host platform') })
  .meta({ id: 'WebhookChat' });

export const webhookMemberSchema = z
  .object({
    ...chatFacts,
    userId: userIdField,
    role: partyField,
    actor_id: z.int().min(0).describe('who did it; 0 is the host platform or the server itself'),
  })
  .meta({ id: 'WebhookMember' });

const told = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    id: z.guid().describe('the same as the header webhook-id, however often it is told'),
    type: z.literal(type),
    timestamp: timeField.describe('when it happened'),
    data,
  });

/** The body of every request, by its type. */
export const webhookEvents = {
  'message.created': told('message.created', webhookMessageSchema),
  'message.edited': told('message.edited', webhookMessageSchema),
  'message.deleted': told('message.deleted', webhookMessageSchema),
  'chat.opened': told('chat.opened', webhookChatSchema),
  'chat.closed': told('chat.closed', webhookChatSchema),
  'chat.reopened': told('chat.reopened', webhookChatSchema),
  'member.added': told('member.added', webhookMemberSchema),
  'member.removed': told('member.removed', webhookMemberSchema),
  'dispute.opened': told('dispute.opened', disputeEventSchema),
  'dispute.assigned': told('dispute.assigned', disputeEventSchema),
  'dispute.handed_over': told('dispute.handed_over', disputeEventSchema),
  'dispute.released': told('dispute.released', disputeEventSchema),
  'dispute.returned': told('dispute.returned', disputeEventSchema),
  'dispute.resolved': told('dispute.resolved', disputeEventSchema),
  'dispute.withdrawn': told('dispute.withdrawn', disputeEventSchema),
  'webhook.test': told('webhook.test', z.object({})),
} as const;

/** An address that is told of events. */
export const webhookEndpointSchema = z
  .object({
    id: z.guid(),
    url: z.string(),
    description: z.string(),
    types: z.array(webhookTypeSchema),
    source: z.enum(['environment', 'admin']).describe('environment: the one of WEBHOOK_URL, changed there alone'),
    enabled: z.boolean(),
    disabled_reason: z.enum(['admin', 'gone', 'unset']).nullable().describe('gone: it answered 410'),
    has_text: z.boolean().describe('messages come with what they say'),
    failing_since: timeField.nullable().describe('since when nothing arrives there'),
    retry_at: timeField.nullable().describe('when it is tried next, while it fails'),
    waiting: z.int().min(0).describe('events that are still to be delivered'),
    last_delivered_at: timeField.nullable(),
    previous_secret_until: timeField.nullable().describe('until then the secret before the last change signs too'),
    created_at: timeField,
  })
  .meta({ id: 'WebhookEndpoint' });

/** An endpoint with its secret, which is given when it is made and never again. */
export const webhookSecretSchema = webhookEndpointSchema
  .extend({ secret: z.string().describe('whsec_…, as Standard Webhooks has it') })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const webhookStateSchema = z.enum(['waiting', 'delivered', 'failed']);

/** Why an attempt failed: `refused` is an answer that is no 2xx, `expired` that its day is over, `no_secret` that nothing can sign it. */
export const webhookReasonSchema = z.enum([
  'forbidden',
  'unreachable',
  'timeout',
  'too_large',
  'redirected',
  'busy',
  'no_secret',
  'refused',
  'gone',
  'expired',
]);

/** One event on its way to one endpoint. */
export const webhookDeliverySchema = z
  .object({
    event_id: z.guid(),
    type: z.union([webhookTypeSchema, z.literal('webhook.test')]),
    chatId: chatIdField.nullable(),
    at: timeField.describe('when it happened'),
    state: webhookStateSchema,
    attempts: z.int().min(0),
    status: z.int().nullable().describe('of the last answer'),
    reason: webhookReasonSchema.nullable().describe('why the last attempt failed'),
    tried_at: timeField.nullable(),
    took_ms: z.int().nullable(),
    next_at: timeField.nullable().describe('when it is tried next; null: no more'),
  })
  .meta({ id: 'WebhookDelivery' });

export type WebhookType = z.output<typeof webhookTypeSchema>;
export type WebhookEventType = keyof typeof webhookEvents;
export type WebhookEndpoint = z.output<typeof webhookEndpointSchema>;
export type WebhookEndpointWithSecret = z.output<typeof webhookSecretSchema>;
export type WebhookDelivery = z.output<typeof webhookDeliverySchema>;
export type WebhookReason = z.output<typeof webhookReasonSchema>;
export type WebhookState = z.output<typeof webhookStateSchema>;
