import { useState } from 'react';
import { useText } from '../text/use-text.js';
import { useSignedIn } from './me-context.js';

export function LogoutButton() {
  const t = useText();
  const { logout } = useSignedIn();
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      className="stm-button stm-button--quiet account__logout"
      aria-disabled={busy}
      onClick={() => {
        if (busy) return;
        setBusy(true);
        void logout().finally(() => setBusy(false));
      }}
    >
      {busy ? t('account.logout_busy') : t('account.logout')}
    </button>
  );
}
