import type { WebhookEndpoint } from '@stm-chat/protocol';
import { useAdminText } from '../text/use-admin-text.js';

/** Whether an endpoint is told, in a word. */
export function WebhookState({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const t = useAdminText();
  if (endpoint.disabled_reason !== null) {
    return <span className="stm-chip stm-chip--closed">{t(`webhooks.off_${endpoint.disabled_reason}`)}</span>;
  }
  if (endpoint.failing_since !== null) {
    return <span className="stm-chip stm-chip--disputed">{t('webhooks.failing')}</span>;
  }
  return <span className="stm-chip stm-chip--open">{t('webhooks.works')}</span>;
}
