import { useId, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';

/** A secret, shown while this is on the screen and never again. */
export function WebhookSecret({ secret }: { readonly secret: string }) {
  const t = useAdminText();
  const [copied, setCopied] = useState(false);
  const noteId = useId();
  const copy = () => {
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div className="webhook__secret">
      <label className="field">
        <span className="field__label">{t('webhooks.secret')}</span>
        <input
          className="field__input"
          dir="ltr"
          readOnly
          value={secret}
          aria-describedby={noteId}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <p className="admin__note" id={noteId}>
        {t('webhooks.secret_note')}
      </p>
      <button type="button" className="stm-button stm-button--quiet" onClick={copy}>
        {t(copied ? 'webhooks.copied' : 'webhooks.copy')}
      </button>
    </div>
  );
}
