import { useChatClient } from '@stm-chat/react';
import { useState } from 'react';
import { useLaterText } from '../text/use-later-text.js';

/** Everything that the server keeps of the reader, as a file. */
export function MyData() {
  const t = useLaterText();
  const client = useChatClient();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const take = () => {
    if (state === 'busy') return;
    setState('busy');
    client.file('/api/me/export').then(
      (file) => {
        save(file);
        setState('idle');
      },
      () => setState('failed'),
    );
  };
  return (
    <section className="settings__part">
      <h3 className="theme__label">{t('settings.my_data')}</h3>
      <p className="admin__note">{t('settings.my_data_note')}</p>
      <button type="button" className="stm-button stm-button--quiet" aria-disabled={state === 'busy'} onClick={take}>
        {t(state === 'busy' ? 'settings.my_data_busy' : 'settings.my_data_take')}
      </button>
      <p className="login__error" role="alert">
        {state === 'failed' ? t('settings.my_data_failed') : null}
      </p>
    </section>
  );
}

function save(file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = 'stm-chat-my-data.json';
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
