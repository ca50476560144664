import type { WebhookDelivery, WebhookEndpoint, WebhookType } from '@stm-chat/protocol';
import { webhookTypeSchema } from '@stm-chat/protocol/schemas';
import { type DeliveryRow, ENVIRONMENT_ID, type ListedEndpointRow, STATES } from './webhooks.queries.js';

const time = (at: Date | null): string | null => at?.toISOString() ?? null;

const isKnown = (type: string): type is WebhookType => webhookTypeSchema.options.some((known) => known === type);

/** @param hasText whether the one of the environment is told what messages say. @param now milliseconds */
export function toEndpoint(row: ListedEndpointRow, hasText: boolean, now: number): WebhookEndpoint {
  const fromEnvironment = row.id === ENVIRONMENT_ID;
  const rotating = row.previous_until !== null && row.previous_until.getTime() > now;
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    types: row.types.filter(isKnown),
    source: fromEnvironment ? 'environment' : 'admin',
    enabled: row.enabled,
    disabled_reason: row.disabled_reason,
    has_text: fromEnvironment && hasText,
    failing_since: time(row.failing_since),
    retry_at: row.enabled && row.failures > 0 ? time(row.retry_at) : null,
    waiting: row.waiting,
    last_delivered_at: time(row.last_delivered_at),
    previous_secret_until: rotating ? time(row.previous_until) : null,
    created_at: row.created_at.toISOString(),
  };
}

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const state = STATES[row.state] ?? 'failed';
  return {
    event_id: row.event_id,
    type: row.type,
    chatId: row.chat_id,
    at: row.at.toISOString(),
    state,
    attempts: row.attempts,
    status: row.status,
    reason: row.reason,
    tried_at: time(row.tried_at),
    took_ms: row.took_ms,
    next_at: state === 'waiting' ? row.due_at.toISOString() : null,
  };
}
