import { useStore } from '@stm-chat/react';
import { useState } from 'react';
import { useText } from '../text/use-text.js';
import { newVersion, takeNewVersion } from './service-worker.js';

/** Says that a new version is there. It waits for the reader, who may be in the middle of a sentence. */
export function UpdateNotice() {
  const t = useText();
  const version = useStore(newVersion);
  const [putOff, setPutOff] = useState<ServiceWorker | null>(null);
  const shown = version !== null && version !== putOff;
  return (
    <div className="notice" role="status">
      {shown && (
        <div className="notice__body">
          <p>{t('update.ready')}</p>
          <div className="notice__actions">
            <button type="button" className="stm-button stm-button--quiet" onClick={() => setPutOff(version)}>
              {t('update.later')}
            </button>
            <button type="button" className="stm-button" onClick={takeNewVersion}>
              {t('update.reload')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
