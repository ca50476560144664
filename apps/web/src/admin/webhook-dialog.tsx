import { ChatError } from '@stm-chat/client';
import type { WebhookEndpoint, WebhookType } from '@stm-chat/protocol';
import { Dialog, useChatClient } from '@stm-chat/react';
import { type FormEvent, useId, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';
import { WebhookSecret } from './webhook-secret.js';

/** By what they are about, in the order in which they are shown. */
const TYPES = {
  messages: ['message.created', 'message.edited', 'message.deleted'],
  chats: ['chat.opened', 'chat.closed', 'chat.reopened', 'member.added', 'member.removed'],
  disputes: [
    'dispute.opened',
    'dispute.assigned',
    'dispute.handed_over',
    'dispute.released',
    'dispute.returned',
    'dispute.resolved',
    'dispute.withdrawn',
  ],
} as const satisfies Record<string, readonly WebhookType[]>;

const GROUPS = Object.keys(TYPES) as readonly (keyof typeof TYPES)[];
const ALL: readonly WebhookType[] = GROUPS.flatMap((group) => TYPES[group]);

export interface WebhookDialogProps {
  /** Null: a new one. */
  readonly endpoint: WebhookEndpoint | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Makes an endpoint, and then shows its secret; or changes one. What is typed stays where the server refuses it. */
export function WebhookDialog({ endpoint, onClose, onSaved }: WebhookDialogProps) {
  const t = useAdminText();
  const client = useChatClient();
  const [types, setTypes] = useState<ReadonlySet<WebhookType>>(new Set(endpoint?.types ?? ALL));
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const errorId = useId();

  const save = async (form: FormData): Promise<string | null> => {
    const [url, description] = [textIn(form, 'url'), textIn(form, 'description')];
    const chosen = ALL.filter((type) => types.has(type));
    if (endpoint === null) {
      const made = { url, types: chosen, ...(description === '' ? {} : { description }) };
      return (await client.call('add_webhook', made)).secret;
    }
    await client.call('put_webhook', { endpointId: endpoint.id, url, description, types: chosen });
    return null;
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    save(new FormData(event.currentTarget)).then(
      (made) => {
        onSaved();
        if (made === null) onClose();
        else setSecret(made);
      },
      (thrown: unknown) => {
        setBusy(false);
        setError(t(refusalOf(thrown)));
      },
    );
  };
  if (secret !== null) {
    return (
      <Dialog title={t('webhooks.added')} onClose={onClose}>
        <WebhookSecret secret={secret} />
        <button type="button" className="stm-button" onClick={onClose}>
          {t('webhooks.done')}
        </button>
      </Dialog>
    );
  }
  const toggle = (type: WebhookType, on: boolean) => {
    setTypes(new Set(ALL.filter((each) => (each === type ? on : types.has(each)))));
  };
  return (
    <Dialog title={t(endpoint === null ? 'webhooks.add' : 'webhooks.edit')} onClose={onClose}>
      <form className="login__form" onSubmit={submit} noValidate>
        <label className="field">
          <span className="field__label">{t('webhooks.url')}</span>
          <input
            className="field__input"
            name="url"
            type="url"
            dir="ltr"
            placeholder="https://"
            defaultValue={endpoint?.url}
            autoComplete="off"
            aria-describedby={errorId}
          />
        </label>
        <label className="field">
          <span className="field__label">{t('webhooks.description')}</span>
          <input
            className="field__input"
            name="description"
            dir="auto"
            defaultValue={endpoint?.description}
            maxLength={200}
          />
        </label>
        {GROUPS.map((group) => (
          <fieldset className="webhook__types" key={group}>
            <legend className="field__label">{t(`webhooks.types_${group}`)}</legend>
            {TYPES[group].map((type) => (
              <label className="webhook__type" key={type}>
                <input
                  type="checkbox"
                  checked={types.has(type)}
                  onChange={(event) => toggle(type, event.target.checked)}
                />
                <bdi>{type}</bdi>
              </label>
            ))}
          </fieldset>
        ))}
        <p className="login__error" id={errorId} role="alert">
          {error}
        </p>
        <button type="submit" className="stm-button" aria-disabled={busy}>
          {t(busy ? 'admin.saving' : 'admin.save')}
        </button>
      </form>
    </Dialog>
  );
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Which field the server would not take. */
function refusalOf(thrown: unknown): 'webhooks.bad_url' | 'webhooks.no_types' | 'webhooks.full' | 'webhooks.failed' {
  if (!(thrown instanceof ChatError)) return 'webhooks.failed';
  if (thrown.code === 'conflict') return 'webhooks.full';
  if (thrown.code !== 'invalid_payload') return 'webhooks.failed';
  if (thrown.message.startsWith('url')) return 'webhooks.bad_url';
  return thrown.message.startsWith('types') ? 'webhooks.no_types' : 'webhooks.failed';
}
