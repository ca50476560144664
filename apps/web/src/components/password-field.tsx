import { useState } from 'react';
import { useText } from '../text/use-text.js';

/** A password, which can be looked at while it is typed. */
export function PasswordField({ describedBy }: { readonly describedBy: string | undefined }) {
  const t = useText();
  const [shown, setShown] = useState(false);
  return (
    <div className="field">
      <label>
        <span className="field__label">{t('login.password')}</span>
        <input
          className="field__input"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          aria-describedby={describedBy}
          aria-invalid={describedBy === undefined ? undefined : true}
        />
      </label>
      <label className="field__option">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {t('login.show_password')}
      </label>
    </div>
  );
}
