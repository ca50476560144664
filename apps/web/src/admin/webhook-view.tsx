import type { WebhookEndpoint } from '@stm-chat/protocol';
import { ConfirmDialog, Switch, useChatClient, useLanguage } from '@stm-chat/react';
import { useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookDialog } from './webhook-dialog.js';
import { WebhookSecret } from './webhook-secret.js';
import { WebhookState } from './webhook-state.js';

export interface WebhookViewProps {
  readonly endpoint: WebhookEndpoint;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One endpoint: what it is told, what can be done with it, and what became of every event. */
export function WebhookView({ endpoint, onChanged, onBack }: WebhookViewProps) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [open, setOpen] = useState<'edit' | 'delete' | 'rotate' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly failed: boolean } | null>(null);
  const [turn, setTurn] = useState(0);
  const own = endpoint.source === 'admin';
  const endpointId = endpoint.id;
  /** Does something, says how it went, and reads everything again. */
  const act = (doing: Promise<string>, then: () => void = () => undefined) => {
    setOpen(null);
    doing.then(
      (text) => {
        setSaid({ text, failed: false });
        then();
        onChanged();
        setTurn((before) => before + 1);
      },
      () => setSaid({ text: t('webhooks.failed'), failed: true }),
    );
  };
  const test = async () => {
    await client.call('test_webhook', { endpointId });
    return t('webhooks.tested');
  };
  const rotate = async () => {
    setSecret((await client.call('rotate_webhook_secret', { endpointId })).secret);
    return t('webhooks.rotated');
  };
  const remove = async () => {
    await client.call('delete_webhook', { endpointId });
    return t('webhooks.deleted');
  };
  const change = async (enabled: boolean) => {
    await client.call('put_webhook', { endpointId, enabled });
    return t(enabled ? 'webhooks.turned_on' : 'webhooks.turned_off');
  };
  const asking = { busy: false, error: null, onClose: () => setOpen(null) };
  return (
    <section className="webhook" aria-label={endpoint.url}>
      <button type="button" className="stm-button stm-button--quiet webhook__back" onClick={onBack}>
        {t('webhooks.back')}
      </button>
      <h2 className="webhook__title">
        <bdi>{endpoint.url}</bdi> <WebhookState endpoint={endpoint} />
      </h2>
      <p className="admin__note">
        {endpoint.types.length === 15 ? t('webhooks.all_types') : endpoint.types.join(', ')}
      </p>
      <p className="admin__note">
        {t(endpoint.has_text ? 'webhooks.has_text' : 'webhooks.no_text')}
        {!own && ` ${t('webhooks.environment_note')}`}
      </p>
      {endpoint.failing_since !== null && (
        <p className="admin__note">
          {t('webhooks.failing_since', {
            time: `${formats.dateText(endpoint.failing_since)} ${formats.time(endpoint.failing_since)}`,
          })}
        </p>
      )}
      {endpoint.previous_secret_until !== null && (
        <p className="admin__note">
          {t('webhooks.both_secrets', {
            time: `${formats.dateText(endpoint.previous_secret_until)} ${formats.time(endpoint.previous_secret_until)}`,
          })}
        </p>
      )}
      {endpoint.disabled_reason !== 'unset' && (
        <Switch label={t('webhooks.enabled')} checked={endpoint.enabled} onChange={(on) => act(change(on))} />
      )}
      <div className="admin__tools">
        <button type="button" className="stm-button" disabled={!endpoint.enabled} onClick={() => act(test())}>
          {t('webhooks.test')}
        </button>
        {own && (
          <>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => setOpen('edit')}>
              {t('webhooks.edit')}
            </button>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => setOpen('rotate')}>
              {t('webhooks.rotate')}
            </button>
            <button type="button" className="stm-button stm-button--quiet" onClick={() => setOpen('delete')}>
              {t('webhooks.delete')}
            </button>
          </>
        )}
      </div>
      <p role={said?.failed === true ? 'alert' : 'status'}>{said?.text}</p>
      {secret !== null && <WebhookSecret secret={secret} />}
      <WebhookDeliveries endpoint={endpoint} turn={turn} act={act} />
      {open === 'edit' && <WebhookDialog endpoint={endpoint} onSaved={onChanged} onClose={() => setOpen(null)} />}
      {open === 'rotate' && (
        <ConfirmDialog
          {...asking}
          title={t('webhooks.rotate')}
          action={t('webhooks.rotate')}
          onConfirm={() => act(rotate())}
        >
          {t('webhooks.rotate_text')}
        </ConfirmDialog>
      )}
      {open === 'delete' && (
        <ConfirmDialog
          {...asking}
          title={t('webhooks.delete')}
          action={t('webhooks.delete')}
          onConfirm={() => act(remove(), onBack)}
        >
          {t('webhooks.delete_text')}
        </ConfirmDialog>
      )}
    </section>
  );
}
