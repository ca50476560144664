import type { PushSubscriptionRecord } from '@stm-chat/protocol';
import type { SubscriptionRow } from './subscriptions.queries.js';

/** @param sessionId the login that asks */
export function toSubscription(row: SubscriptionRow, sessionId: string | null): PushSubscriptionRecord {
  const { id, kind, label, session_id, created_at, sent_at, failed } = row;
  return {
    id,
    kind,
    label,
    here: sessionId !== null && session_id === sessionId,
    created_at: created_at.toISOString(),
    sent_at: sent_at?.toISOString() ?? null,
    failed,
  };
}
