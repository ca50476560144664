import { useChatClient, useStore } from '@stm-chat/react';
import { useState } from 'react';
import { useText } from '../text/use-text.js';
import { useSignedIn } from './me-context.js';

/** The way out. It deletes what this device keeps, so it asks once more when that includes unsent messages. */
export function LogoutButton() {
  const t = useText();
  const { logout } = useSignedIn();
  const unsent = useStore(useChatClient().outbox).length;
  const [step, setStep] = useState<'ready' | 'asked' | 'busy'>('ready');
  const asking = step === 'asked' && unsent > 0;

  const press = () => {
    if (step === 'busy') return;
    if (unsent > 0 && !asking) return setStep('asked');
    setStep('busy');
    void logout().finally(() => setStep('ready'));
  };

  return (
    <>
      <p className="account__warning" role="alert">
        {asking && t('account.unsent', { count: unsent })}
      </p>
      <button
        type="button"
        className="stm-button stm-button--quiet account__logout"
        aria-disabled={step === 'busy'}
        onClick={press}
      >
        {step === 'busy' ? t('account.logout_busy') : t(asking ? 'account.logout_discard' : 'account.logout')}
      </button>
    </>
  );
}
